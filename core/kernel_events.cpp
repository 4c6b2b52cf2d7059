#include "core/kernel_events.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>

#include "core/clock.hpp"
#include "core/text.hpp"

namespace assay {
namespace {

using Kind = KernelEvent::Kind;
constexpr std::int64_t kFallenOffBus = 79;

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// The digits `text` begins with, as a number.
std::optional<std::int64_t> leading_digits(std::string_view text) {
  return whole_number(text.substr(0, text.find_first_not_of("0123456789")));
}

/// "<marker>(PCI:0000:3b:00): 79, ..." with the code behind the address.
std::optional<KernelEvent> numbered(Kind kind, std::string_view text, std::string_view marker) {
  const auto at = text.find(marker);
  if (at == std::string_view::npos) return std::nullopt;
  text.remove_prefix(at + marker.size());
  if (text.starts_with("PCI:")) text.remove_prefix(4);
  const auto close = text.find("): ");
  if (close == std::string_view::npos) return std::nullopt;
  KernelEvent event{.kind = kind, .code = leading_digits(text.substr(close + 3))};
  event.pci = text.substr(0, close);
  if (!event.code) return std::nullopt;
  return event;
}

bool is_pci_character(char c) {
  return std::isxdigit(static_cast<unsigned char>(c)) != 0 || c == ':' || c == '.';
}

/// The last "0000:3b:00.0" in `text`: an AER report names the port that tells and then the device
/// that erred.
std::string last_address(std::string_view text) {
  std::string found;
  while (!text.empty()) {
    const auto end = std::find_if_not(text.begin(), text.end(), is_pci_character);
    auto word = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    while (word.ends_with(':') || word.ends_with('.')) word.remove_suffix(1);
    if (std::count(word.begin(), word.end(), ':') == 2 && has(word, ".")) found = word;
    const auto next = std::find_if(end, text.end(), is_pci_character);
    text.remove_prefix(static_cast<std::size_t>(next - text.begin()));
  }
  return found;
}

/// "EDAC MC0: 1 CE ...": a number stands before CE or UE.
bool is_edac(std::string_view text) {
  const auto at = text.find("EDAC MC");
  if (at == std::string_view::npos) return false;
  const auto words = words_of(text.substr(at));
  for (std::size_t i = 2; i + 1 < words.size() && i < 5; ++i)
    if (whole_number(words[i]) && (words[i + 1] == "CE" || words[i + 1] == "UE")) return true;
  return false;
}

bool is_machine_check(std::string_view text) {
  if (!has(text, "[Hardware Error]")) return false;
  if (has(text, "Machine check events logged") || has(text, "Hardware error from APEI"))
    return true;
  const auto at = text.find("CPU ");
  return at != std::string_view::npos && leading_digits(text.substr(at + 4)) &&
         has(text, "Machine Check");
}

bool is_aer(std::string_view text) {
  return has(text, "AER: ") && has(text, "rror ") && has(text, "received") &&
         (has(text, "orrect") || has(text, "atal"));
}

bool is_io_error(std::string_view text) {
  // Floppy and optical drives of virtual machines complain of being empty.
  if (has(text, "dev fd") || has(text, "dev sr")) return false;
  if (has(text, "I/O error, dev ") || has(text, "Buffer I/O error on dev")) return true;
  if (has(text, "critical medium error, dev ")) return true;
  return has(text, "nvme") && has(text, "timeout, ") && has(text, "QID ");
}

bool is_hung(std::string_view text) {
  if (has(text, "INFO: task ") && has(text, " blocked for more than ")) return true;
  return has(text, "BUG: soft lockup") || has(text, "hard LOCKUP") ||
         (has(text, "rcu") && has(text, "detected stall"));
}

bool is_gpu_driver_failure(std::string_view text) {
  if (!has(text, "NVRM: ")) return false;
  return has(text, "RmInitAdapter failed") || has(text, "rm_init_adapter failed") ||
         has(text, "GPU crash dump has been created") || has(text, "ReportFatalError");
}

/// Firmware that does not answer, and cables and modules that fail.
bool is_nic_failure(std::string_view text) {
  if (!has(text, "mlx5_core")) return false;
  return has(text, "health compromised") || has(text, "internal state error") ||
         has(text, "atal error") || has(text, "Port module event[error]") ||
         has(text, "timeout. Will cause a leak of a command resource") ||
         has(text, "igh temperature");
}

/// Lines that go on with an SXid rather than open one.
bool is_detail(const KernelEvent& event) {
  return event.kind == Kind::sxid &&
         (has(event.text, ", Data {") || has(event.text, ", Severity "));
}

bool is_fallen(const KernelEvent& event) {
  return event.kind == Kind::xid && !has(event.text, "Xid (");
}

/// Do both lines speak of one thing that happened?
bool belongs_to(const KernelEvent& event, const KernelEvent& other) {
  constexpr std::size_t without_function = 10;
  constexpr double together_s = 60;
  const bool apart =
      event.wall_s && other.wall_s && std::abs(*event.wall_s - *other.wall_s) > together_s;
  return !apart && event.kind == other.kind && event.code == other.code &&
         event.pci.substr(0, without_function) == other.pci.substr(0, without_function);
}

}  // namespace

std::string_view name(Kind kind) noexcept {
  switch (kind) {
    case Kind::xid:
      return "xid";
    case Kind::sxid:
      return "sxid";
    case Kind::mce:
      return "mce";
    case Kind::edac:
      return "edac";
    case Kind::aer:
      return "aer";
    case Kind::io:
      return "io";
    case Kind::hung:
      return "hung_task";
    case Kind::gpu_driver:
      return "gpu_driver";
    case Kind::nic:
      break;
  }
  return "nic";
}

std::optional<KernelEvent> kernel_event(const LogRecord& record) {
  const std::string_view text = record.text;
  std::optional<KernelEvent> event = numbered(Kind::xid, text, "NVRM: Xid (");
  if (!event) event = numbered(Kind::sxid, text, "SXid (");
  if (!event && has(text, "NVRM: ") && has(text, "fallen off the bus"))
    event = KernelEvent{.kind = Kind::xid, .code = kFallenOffBus, .pci = last_address(text)};
  if (!event && is_machine_check(text)) event = KernelEvent{.kind = Kind::mce};
  if (!event && is_edac(text)) event = KernelEvent{.kind = Kind::edac};
  if (!event && is_aer(text)) event = KernelEvent{.kind = Kind::aer, .pci = last_address(text)};
  if (!event && is_io_error(text)) event = KernelEvent{.kind = Kind::io};
  if (!event && is_hung(text)) event = KernelEvent{.kind = Kind::hung};
  if (!event && is_gpu_driver_failure(text))
    event = KernelEvent{.kind = Kind::gpu_driver, .pci = last_address(text)};
  if (!event && is_nic_failure(text))
    event = KernelEvent{.kind = Kind::nic, .pci = last_address(text)};
  if (!event) return std::nullopt;
  event->wall_s = record.wall_s;
  event->text = record.text;
  return event;
}

std::vector<KernelEvent> kernel_events(const std::vector<LogRecord>& records) {
  std::vector<KernelEvent> all;
  for (const LogRecord& record : records)
    if (auto event = kernel_event(record)) all.push_back(std::move(*event));
  std::vector<KernelEvent> events;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const bool follows = is_detail(all[i]) || is_fallen(all[i]);
    const auto opens = [&](const KernelEvent& other) {
      return !is_detail(other) && !is_fallen(other) && belongs_to(all[i], other);
    };
    const auto same = [&](const KernelEvent& other) { return belongs_to(all[i], other); };
    const auto here = all.begin() + static_cast<std::ptrdiff_t>(i);
    if (follows &&
        (std::any_of(all.begin(), all.end(), opens) || std::any_of(all.begin(), here, same)))
      continue;
    events.push_back(all[i]);
  }
  return events;
}

const Gpu* gpu_at(const std::vector<Gpu>& gpus, std::string_view pci) noexcept {
  const auto found = std::find_if(gpus.begin(), gpus.end(), [&](const Gpu& gpu) {
    return !pci.empty() && gpu.pci.starts_with(pci);
  });
  return found == gpus.end() ? nullptr : &*found;
}

Event to_event(const KernelEvent& event, const std::vector<Gpu>& gpus) {
  Event reported;
  if (event.wall_s) reported.at = iso8601(*event.wall_s);
  reported.kind = name(event.kind);
  reported.code = event.code;
  reported.text = event.text;
  if (const Gpu* gpu = gpu_at(gpus, event.pci)) {
    reported.subject.kind = "gpu";
    reported.subject.index = gpu->index;
    reported.subject.uuid = gpu->uuid;
    reported.subject.serial = gpu->serial;
  } else if (!event.pci.empty()) {
    reported.subject.kind = "pci";
    reported.subject.id = event.pci;
  }
  return reported;
}

}  // namespace assay
