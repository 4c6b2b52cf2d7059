#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "core/stats.hpp"
#include "core/text.hpp"
#include "reports/importers/common/command.hpp"
#include "reports/importers/common/figures.hpp"
#include "reports/importers/common/log_text.hpp"
#include "reports/importers/common/printed.hpp"
#include "reports/importers/common/ranks.hpp"

namespace assay {
namespace {

constexpr double kMega = 1e6;
constexpr double kMebi = 1 << 20;

struct Kernel {
  std::string_view name, test;
  double arrays;  ///< that each element is read from or written to
};
constexpr std::array<Kernel, 6> kKernels{{{"Copy", "memory.stream_copy", 2},
                                          {"Mul", "memory.stream_scale", 2},
                                          {"Add", "memory.stream_add", 3},
                                          {"Triad", "memory.stream_triad", 3},
                                          {"Dot", "memory.stream_dot", 2},
                                          {"Nstream", "memory.stream_nstream", 4}}};

const Kernel* kernel_of(std::string_view name) {
  for (const Kernel& kernel : kKernels)
    if (kernel.name == name) return &kernel;
  return nullptr;
}

struct Row {
  std::size_t line = 0;
  Printed rate, least, most, average;  ///< in the header's unit; seconds
};

/// What one call of the program printed.
struct BabelRun {
  std::size_t line = 0;
  std::string version, implementation, precision, device, times;
  std::optional<Printed> array;  ///< million bytes, or 2^20
  double unit = 0;               ///< bytes of the header's unit; 0: no header yet
  std::map<std::string_view, Row> rows;
  std::string failed;
};

class BabelReader {
 public:
  explicit BabelReader(const LogText& text) : text_(text) {
    imported_.unread = text.unread;
    imported_.command = command_in(text, "stream");
    for (const LogLine& line : text.lines) take(line.number, line.text);
  }
  [[nodiscard]] Imported imported() &&;

 private:
  void take(std::size_t number, std::string_view raw);
  bool take_setting(std::string_view line);
  void take_row(std::size_t number, const std::vector<std::string_view>& words);
  void add_run(const BabelRun& run, std::size_t ordinal);
  void add_result(const BabelRun& run, std::size_t ordinal, const Kernel& kernel, const Row& row);
  void unread(std::size_t line, const std::string& why) {
    imported_.unread.push_back(at_line(text_.file, line, why));
  }

  const LogText& text_;
  Imported imported_;
  std::vector<BabelRun> runs_;
};

bool BabelReader::take_setting(std::string_view line) {
  BabelRun& run = runs_.back();
  const auto value = [&](std::string_view key, std::string& into) {
    if (!line.starts_with(key)) return false;
    into = trimmed(line.substr(key.size()));
    return true;
  };
  std::string size;
  if (value("Array size:", size)) {
    const auto words = words_of(size);
    run.array = words.empty() ? std::nullopt : printed(words[0]);
    return true;
  }
  const auto using_at = line.find(" device ");
  if (line.starts_with("Using ") && using_at != std::string_view::npos)
    run.device = trimmed(line.substr(using_at + 8));
  if (line.find("alidation failed") != std::string_view::npos && run.failed.empty())
    run.failed = line;
  return value("Version:", run.version) || value("Implementation:", run.implementation) ||
         value("Precision:", run.precision) || value("Running kernels", run.times) ||
         value("Driver:", imported_.node.software["driver"]);
}

void BabelReader::take_row(std::size_t number, const std::vector<std::string_view>& words) {
  BabelRun& run = runs_.back();
  if (run.unit == 0) return unread(number, "a row without a header above it");
  constexpr std::size_t columns = 5;
  std::array<std::optional<Printed>, columns - 1> figures;
  for (std::size_t i = 1; i < std::min(words.size(), columns); ++i)
    figures.at(i - 1) = printed(words[i]);
  const bool whole = words.size() == columns &&
                     std::all_of(figures.begin(), figures.end(),
                                 [](const auto& figure) { return figure && figure->value > 0; });
  if (!whole) return unread(number, fmt::format("{}: no row of rate and three times", words[0]));
  // A cut takes the last digits: without them it is another number.
  if (figures[3]->rounding != figures[1]->rounding)
    return unread(number, "Average has not as many decimals as Min");
  const Row row{number, *figures[0], *figures[1], *figures[2], *figures[3]};
  if (!run.rows.emplace(kernel_of(words[0])->name, row).second)
    unread(number, fmt::format("{} stands there twice in one run", words[0]));
}

void BabelReader::take(std::size_t number, std::string_view raw) {
  const std::string_view line = trimmed(raw);
  const auto words = words_of(line);
  if (words.empty()) return;
  if (line == "BabelStream" || line == "GPU-STREAM") {
    runs_.push_back({.line = number});
    return;
  }
  const bool header = words[0] == "Function" && words.size() > 1 && words[1].ends_with("ytes/sec");
  if (runs_.empty() && (header || (kernel_of(words[0]) && words.size() == 5))) {
    runs_.push_back({.line = number});
    unread(number, "a table without the lines that the program begins with");
  }
  if (runs_.empty()) return;
  if (header)
    runs_.back().unit = words[1] == "MiBytes/sec" ? kMebi : kMega;
  else if (kernel_of(words[0]))
    take_row(number, words);
  else
    take_setting(line);
}

std::string_view contradiction(const BabelRun& run, const Kernel& kernel, const Row& row) {
  if (row.least.least() > row.average.most() || row.average.least() > row.most.most())
    return "the average time is not between minimum and maximum";
  if (!run.array) return "";
  // Versions count the size by millions or by 2^20.
  for (const double unit : {kMega, kMebi}) {
    const Printed moved = scaled(*run.array, kernel.arrays * unit);
    const auto rate = rate_of(moved.value, row.least);
    if (!rate) continue;
    const Printed from_times{rate->value,
                             rate->rounding + rate->value * moved.rounding / moved.value};
    if (may_be_equal(from_times, scaled(row.rate, run.unit))) return "";
  }
  return "the rate is not the size of the arrays over the minimum time";
}

void BabelReader::add_result(const BabelRun& run, std::size_t ordinal, const Kernel& kernel,
                             const Row& row) {
  Result& result = imported_.results.emplace_back();
  result.test = kernel.test;
  if (!run.device.empty()) result.subject = {.kind = "gpu", .id = run.device};
  if (runs_.size() > 1) result.params["run"] = static_cast<std::int64_t>(ordinal);
  if (!run.precision.empty()) result.params["precision"] = run.precision;
  result.facts = {{"tool", "BabelStream " + run.version},
                  {"implementation", run.implementation},
                  {"statistic", "mean of all passes but the first"}};
  const double best = row.rate.value * run.unit;
  result.metrics = {one_sample("bandwidth", Unit::bytes_per_second, Better::higher,
                               best * row.least.value / row.average.value),
                    reading("best_bandwidth", Unit::bytes_per_second, Better::higher, best),
                    reading("worst_bandwidth", Unit::bytes_per_second, Better::higher,
                            best * row.least.value / row.most.value)};
  const std::string where = at_line(text_.file, row.line, std::string(kernel.name));
  if (const std::string_view what = contradiction(run, kernel, row); !what.empty())
    add_defect(result, {.what = std::string(what), .where = where});
  if (!run.failed.empty()) add_defect(result, {.what = run.failed, .where = where});
}

void BabelReader::add_run(const BabelRun& run, std::size_t ordinal) {
  for (const auto& [name, row] : run.rows) add_result(run, ordinal, *kernel_of(name), row);
  const bool triad_alone =
      run.rows.size() == 1 && (run.rows.contains("Triad") || run.rows.contains("Nstream"));
  for (const char* name : {"Copy", "Mul", "Add", "Triad"})
    if (!triad_alone && !run.rows.contains(name))
      unread(run.line, fmt::format("no row of {} in the run that begins here", name));
  if (run.version.empty() || run.implementation.empty() ||
      (run.precision != "double" && run.precision != "float"))
    unread(run.line,
           "the run that begins here does not say its version, implementation or precision");
  const bool on_device = run.implementation == "CUDA" || run.implementation == "HIP" ||
                         run.implementation == "OpenCL" || run.implementation == "SYCL";
  if (on_device && run.device.empty())
    unread(run.line, "the run that begins here does not say its device");
  if (!run.array)
    unread(run.line, "the run that begins here does not say how large its arrays are");
}

Imported BabelReader::imported() && {
  for (std::size_t i = 0; i < runs_.size(); ++i) add_run(runs_[i], i + 1);
  if (runs_.empty()) unread(0, "no output of BabelStream");
  if (!runs_.empty()) imported_.tool_version = runs_.front().version;
  if (imported_.node.software["driver"].empty()) imported_.node.software.erase("driver");
  return std::move(imported_);
}

bool recognises_babelstream(const Log& log) {
  const LogText text = read_text(log);
  return text.contains("Function    MBytes/sec") || text.contains("Function    MiBytes/sec") ||
         ((text.contains("BabelStream") || text.contains("GPU-STREAM")) &&
          text.contains("Implementation:"));
}

Imported read_babelstream(const Log& log) {
  LogText text = read_text(log);
  strip_ranks(text);
  return BabelReader(text).imported();
}

}  // namespace

ASSAY_IMPORTER(recognises_babelstream, read_babelstream);

}  // namespace assay
