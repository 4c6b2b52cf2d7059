// dmesg, /dev/kmsg, kern.log, syslog, journalctl: the faults that the kernel reported.
#include <algorithm>
#include <map>
#include <set>

#include "core/clock.hpp"
#include "core/kernel_events.hpp"
#include "core/text.hpp"
#include "core/time_stamp.hpp"
#include "core/xid_catalogue.hpp"
#include "reports/importers/common/log_text.hpp"
#include "reports/importers/machine/findings.hpp"

namespace assay {
namespace {

using Kind = KernelEvent::Kind;

/// A log does not say when it was written. A stamp that comes out the same for two different ideas
/// of now and of the boot tells the time by itself; all others are left out.
constexpr LogClock kOneIdea{4e9, 1e6};
constexpr LogClock kAnotherIdea{2e9, 2e6};

LogRecord undated_unless_told(const std::string& line, LogRecord record) {
  const auto again = parse_log_line(line, kAnotherIdea);
  if (!again || again->wall_s != record.wall_s) record.wall_s.reset();
  return record;
}

bool has_stamp(std::string_view line) {
  const auto record = parse_log_line(line, kOneIdea);
  return record && record->wall_s.has_value();
}

bool stamped(const LogLine& line) { return has_stamp(line.text); }

/// The interface whose carrier a line reports lost; "" for another line.
std::string lost_carrier(std::string_view text) {
  std::string_view before;
  for (const std::string_view sign : {": lost carrier", ": Lost carrier", ": NIC Link is Down",
                                      ": Link is Down", ": Link down", ": link down"}) {
    const auto at = text.find(sign);
    if (at == std::string_view::npos) continue;
    before = text.substr(0, at);
    break;
  }
  const auto words = words_of(before);
  if (words.empty()) return "";
  std::string_view name = words.back();
  if (name.ends_with(':')) name.remove_suffix(1);
  return std::string(name);
}

class KernelLogReader {
 public:
  explicit KernelLogReader(const LogText& text) : text_(text) {
    imported_.unread = text.unread;
    note_open_end(text, imported_);
    for (const LogLine& line : text.lines)
      if (auto record = parse_log_line(line.text, kOneIdea))
        records_.push_back(undated_unless_told(line.text, std::move(*record)));
  }

  Imported imported() {
    const auto faults = kernel_events(records_);
    for (const KernelEvent& fault : faults) imported_.events.push_back(to_event(fault, {}));
    for (const LogRecord& record : records_) add_lost_carrier(record);
    // Also of dmesg --notime, which stamps nothing, the faults can only be the kernel's.
    if (imported_.events.empty() && std::none_of(text_.lines.begin(), text_.lines.end(), stamped))
      imported_.unread.push_back(at_line(text_.file, 0, "holds no line of a kernel's log"));
    add_result(faults);
    return std::move(imported_);
  }

 private:
  void add_lost_carrier(const LogRecord& record) {
    const std::string interface = lost_carrier(record.text);
    if (interface.empty()) return;
    Event event;
    if (record.wall_s) event.at = iso8601(*record.wall_s);
    event.kind = "link_down";
    event.subject = {.kind = "nic", .id = interface};
    event.text = record.text;
    imported_.events.push_back(std::move(event));
    ++lost_carriers_;
  }

  /// The counts as the test system.kernel_log has them. A file does not say that it is the whole
  /// log, so finding nothing in it is no finding.
  void add_result(const std::vector<KernelEvent>& faults) {
    std::map<std::string, std::size_t> counts{{"xid", 0}, {"sxid", 0}, {"mce", 0},      {"edac", 0},
                                              {"aer", 0}, {"io", 0},   {"hung_task", 0}};
    for (const KernelEvent& fault : faults) ++counts[std::string(name(fault.kind))];
    if (lost_carriers_ > 0) counts["link_down"] = lost_carriers_;
    Result result;
    result.test = "system.kernel_log";
    for (const auto& [kind, count] : counts) {
      const std::string metric = (kind == "io" ? "io_error" : kind) + "_count";
      std::optional<double> value;
      if (count > 0) value = static_cast<double>(count);
      add_reading(result, metric, Unit::count, Better::lower, value);
      if (!value) add_fact(result, metric + "_unknown", "a log does not say that it is whole");
    }
    add_fact(result, "lines", std::to_string(text_.lines.size()));
    add_xids(result, faults);
    imported_.results.push_back(std::move(result));
  }

  /// "79 on 0000:3b:00 x1", and what the catalogue says of each.
  static void add_xids(Result& result, const std::vector<KernelEvent>& faults) {
    std::map<std::string, std::size_t> times;
    std::set<std::string> meanings;
    for (const KernelEvent& fault : faults) {
      if (fault.kind != Kind::xid || !fault.code) continue;
      ++times[std::to_string(*fault.code) + " on " + (fault.pci.empty() ? "a GPU" : fault.pci)];
      const XidMeaning meaning = xid_meaning(*fault.code, fault.text);
      meanings.insert(std::to_string(*fault.code) + ": " + std::string(meaning.text));
    }
    std::vector<std::string> parts;
    parts.reserve(times.size());
    for (const auto& [what, n] : times) parts.push_back(what + " x" + std::to_string(n));
    add_fact(result, "xid_codes", joined(parts, ", "));
    add_fact(result, "xid_meanings", joined({meanings.begin(), meanings.end()}, "\n"));
  }

  const LogText& text_;
  Imported imported_;
  std::vector<LogRecord> records_;
  std::size_t lost_carriers_ = 0;
};

/// Of the first lines most carry a stamp, or one of them can only be the kernel's.
bool recognises(const Log& log) {
  constexpr std::size_t kEnough = 50;
  const LogText text = read_text(log);
  std::size_t lines = 0;
  std::size_t with_stamp = 0;
  for (const LogLine& line : text.lines) {
    if (line.text.find("NVRM: Xid (") != std::string::npos) return true;
    if (trimmed(line.text).empty() || lines == kEnough) continue;
    ++lines;
    if (stamped(line)) ++with_stamp;
  }
  return with_stamp > 0 && 2 * with_stamp > lines;
}

Imported read(const Log& log) { return KernelLogReader(read_text(log)).imported(); }

}  // namespace

ASSAY_IMPORTER(recognises, read);

}  // namespace assay
