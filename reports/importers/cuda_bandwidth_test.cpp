#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "core/text.hpp"
#include "reports/importers/common/command.hpp"
#include "reports/importers/common/figures.hpp"
#include "reports/importers/common/log_text.hpp"
#include "reports/importers/common/printed.hpp"

namespace assay {
namespace {

/// What the tool calls MB/s are 2^20 bytes a second (bandwidthTest.cu divides by 1 << 20); its GB/s
/// are 1e9.
struct UnitName {
  std::string_view name;
  double bytes_per_second;
};
constexpr std::array<UnitName, 2> kUnits{{{"MB/s", 1 << 20}, {"GB/s", 1e9}}};

/// Copies within a device are counted twice, read and written, as this program does.
struct Way {
  std::string_view title, short_name, test, metric;
};
constexpr std::array<Way, 3> kWays{
    {{"Host to Device Bandwidth", "H2D", "link.host_to_device", "bandwidth"},
     {"Device to Host Bandwidth", "D2H", "link.device_to_host", "bandwidth"},
     {"Device to Device Bandwidth", "D2D", "memory.copy", "copy_engine_bandwidth"}}};

struct Row {
  std::size_t line = 0;
  std::int64_t bytes = 0;
  Printed rate;  ///< in the unit of its section
  std::optional<Printed> seconds;
};

/// One direction.
struct Section {
  std::size_t line = 0;
  const Way* way = nullptr;
  bool pageable = false, memory_is_said = false;
  std::int64_t devices = 0;
  double unit = 0;  ///< 0: its header has not come
  std::vector<Row> rows;
};

double unit_in(std::string_view text) {
  for (const UnitName& unit : kUnits)
    if (text.find(unit.name) != std::string_view::npos) return unit.bytes_per_second;
  return 0;
}

class CopyReader {
 public:
  explicit CopyReader(const LogText& text) : text_(text) {
    imported_.unread = text.unread;
    imported_.command = command_in(text, "bandwidthTest");
    for (const LogLine& line : text.lines) take(line.number, trimmed(line.text));
  }
  [[nodiscard]] Imported imported() &&;

 private:
  void take(std::size_t number, std::string_view line);
  bool take_title(std::size_t number, std::string_view line);
  void take_row(std::size_t number, const std::vector<std::string_view>& words);
  void take_csv(std::size_t number, std::string_view line);
  void take_device(std::size_t number, std::string_view line);
  void add_section(const Section& section);
  void add_result(const Section& section, const Row& row);
  void unread(std::size_t line, const std::string& why) {
    imported_.unread.push_back(at_line(text_.file, line, why));
  }

  const LogText& text_;
  Imported imported_;
  std::vector<Section> sections_;
  std::map<std::string, std::int64_t> seen_;
  std::string verdict_;  ///< "PASS" or "FAIL"
  std::size_t verdict_line_ = 0;
};

/// "Host to Device Bandwidth, 1 Device(s)"
bool CopyReader::take_title(std::size_t number, std::string_view line) {
  for (const Way& way : kWays) {
    if (!line.starts_with(way.title)) continue;
    Section& section = sections_.emplace_back(Section{.line = number, .way = &way});
    const auto comma = line.find(',');
    const auto words = words_of(comma == std::string_view::npos ? "" : line.substr(comma + 1));
    const auto devices =
        words.size() == 2 && words[1] == "Device(s)" ? whole_number(words[0]) : std::nullopt;
    section.devices = devices.value_or(0);
    if (!devices || *devices < 1) unread(number, "a direction without a number of devices");
    return true;
  }
  return false;
}

void CopyReader::take_row(std::size_t number, const std::vector<std::string_view>& words) {
  Section& section = sections_.back();
  const auto bytes = whole_number(words[0]);
  const auto rate = words.size() == 2 ? printed(words[1]) : std::nullopt;
  if (!bytes || *bytes < 1 || !rate || section.unit == 0)
    return unread(number, "no row of size and bandwidth below a header");
  section.rows.push_back({number, *bytes, *rate, std::nullopt});
}

/// "bandwidthTest-H2D-Pinned, Bandwidth = 8494.3 MB/s, Time = 0.00377 s, Size = 33554432 bytes,
/// NumDevsUsed = 1"
void CopyReader::take_csv(std::size_t number, std::string_view line) {
  const auto value = [&](std::string_view key) -> std::string_view {
    const auto at = line.find(key);
    if (at == std::string_view::npos) return "";
    const auto words = words_of(line.substr(at + key.size()));
    std::string_view word = words.empty() ? "" : words[0];
    if (word.ends_with(',')) word.remove_suffix(1);
    return word;
  };
  Section section{.line = number, .unit = unit_in(line)};
  for (const Way& way : kWays)
    if (line.find("-" + std::string(way.short_name)) != std::string_view::npos) section.way = &way;
  section.pageable = line.find("-Paged") != std::string_view::npos ||
                     line.find("-Pageable") != std::string_view::npos;
  const auto rate = printed(value("Bandwidth = "));
  const auto seconds = printed(value("Time = "));
  const auto bytes = whole_number(value("Size = "));
  const auto devices = whole_number(value("NumDevsUsed = "));
  if (section.way == nullptr || section.unit == 0 || !rate || !seconds || !bytes || *bytes < 1 ||
      !devices || *devices < 1)
    return unread(number, "no line of bandwidth, time, size and devices");
  section.devices = *devices;
  section.memory_is_said = true;  // in the name; of copies within a device there is no more to say
  section.rows.push_back({number, *bytes, *rate, seconds});
  sections_.push_back(std::move(section));
}

/// "Device 0: Tesla K80"
void CopyReader::take_device(std::size_t number, std::string_view line) {
  const auto colon = line.find(':');
  const auto index = colon == std::string_view::npos
                         ? std::nullopt
                         : whole_number(trimmed(line.substr(7, colon - 7)));
  if (!index || *index < 0) return unread(number, "a device without a number");
  const std::string name(trimmed(line.substr(colon + 1)));
  imported_.node.gpus.push_back({.index = *index, .name = name});
}

void CopyReader::take(std::size_t number, std::string_view line) {
  if (line.empty() || take_title(number, line)) return;
  const auto words = words_of(line);
  if (line.starts_with("bandwidthTest-")) {
    take_csv(number, line);
  } else if (line.starts_with("Device ") && !line.starts_with("Device to")) {
    take_device(number, line);
  } else if (line.starts_with("Result = ")) {
    if (!verdict_.empty()) unread(number, "a second run: import it alone");
    verdict_ = line.substr(9);
    verdict_line_ = number;
    if (verdict_ != "PASS" && verdict_ != "FAIL") unread(number, "neither PASS nor FAIL");
  } else if (line.starts_with("PINNED Memory") || line.starts_with("PAGEABLE Memory")) {
    if (sections_.empty()) return unread(number, "memory of no direction");
    if (sections_.back().memory_is_said) unread(number, "memory is said twice of one direction");
    sections_.back().pageable = line.starts_with("PAGEABLE");
    sections_.back().memory_is_said = true;
  } else if (line.starts_with("Transfer Size (Bytes)")) {
    const double unit = unit_in(line);
    if (sections_.empty() || unit == 0) return unread(number, "a header of no direction or unit");
    if (sections_.back().unit != 0) unread(number, "a second header in one direction");
    sections_.back().unit = unit;
  } else if (!sections_.empty() && std::isdigit(static_cast<unsigned char>(line[0])) != 0) {
    take_row(number, words);
  }
}

void CopyReader::add_result(const Section& section, const Row& row) {
  Result& result = imported_.results.emplace_back();
  result.test = section.way->test;
  result.params = {{"buffer_bytes", row.bytes}};
  std::string metric(section.way->metric);
  if (section.devices == 1) {
    result.subject.kind = "gpu";
    if (imported_.node.gpus.size() == 1) result.subject.index = imported_.node.gpus[0].index;
  } else {
    // The sum of all devices is no figure of any.
    result.params["devices"] = section.devices;
    metric = "total_" + metric;
  }
  if (section.pageable) metric = "pageable_" + metric;
  result.facts = {{"tool", "bandwidthTest"}, {"statistic", "mean"}, {"checked", "no"}};
  const std::string where = at_line(text_.file, row.line, std::string(section.way->title));
  if (row.rate.value <= 0) add_defect(result, {.what = "no work was done", .where = where});
  const auto by_time =
      row.seconds ? rate_of(static_cast<double>(row.bytes), *row.seconds) : std::nullopt;
  if (by_time && !may_be_equal(*by_time, scaled(row.rate, section.unit)))
    add_defect(result, {.what = "the bandwidth is not the size over the time", .where = where});
  result.metrics = {
      one_sample(metric, Unit::bytes_per_second, Better::higher, row.rate.value * section.unit)};
  const std::int64_t run =
      ++seen_[fmt::format("{} {} {} {}", result.test, label(result.subject), metric, row.bytes)];
  if (run > 1) result.params["run"] = run;
}

void CopyReader::add_section(const Section& section) {
  if (section.rows.empty()) unread(section.line, "no row in the direction that begins here");
  if (!section.memory_is_said)
    unread(section.line, "neither PINNED nor PAGEABLE in the direction that begins here");
  if (std::cmp_greater(section.devices, imported_.node.gpus.size()))
    unread(section.line, fmt::format("{} devices, of which {} are named", section.devices,
                                     imported_.node.gpus.size()));
  for (const Row& row : section.rows) add_result(section, row);
}

Imported CopyReader::imported() && {
  for (const Section& section : sections_) add_section(section);
  const bool any = !imported_.results.empty();
  if (verdict_.empty()) unread(0, "no line Result = ...: the log is cut off");
  const std::string where = at_line(text_.file, verdict_line_, "Result");
  if (verdict_ == "FAIL")
    imported_.defects.push_back({.what = "FAIL, says bandwidthTest", .where = where});
  if (verdict_ == "PASS" && !any)
    imported_.defects.push_back({.what = "PASS without any figure", .where = where});
  if (imported_.node.gpus.empty()) unread(0, "no line says which device was used");
  return std::move(imported_);
}

bool recognises_copies(const Log& log) {
  const LogText text = read_text(log);
  return text.contains("[CUDA Bandwidth Test]") || text.contains("bandwidthTest-H2D") ||
         text.contains("bandwidthTest-D2H") || text.contains("bandwidthTest-D2D") ||
         (text.contains("Transfer Size (Bytes)") && text.contains("Bandwidth, "));
}

Imported read_copies(const Log& log) { return CopyReader(read_text(log)).imported(); }

}  // namespace

ASSAY_IMPORTER(recognises_copies, read_copies);

}  // namespace assay
