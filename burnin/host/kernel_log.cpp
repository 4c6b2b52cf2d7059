#include "burnin/host/kernel_log.hpp"

#include "burnin/host/log_reader.hpp"
#include "core/text.hpp"

namespace assay {
namespace {

bool lacks_its_beginning(const KernelLog& log) {
  if (log.records.empty()) return false;
  const auto sequence = log.records.front().sequence;
  return !sequence || *sequence > 0;
}

}  // namespace

std::array<const char*, 3> kernel_log_paths() noexcept {
  return {"/dev/kmsg", "/var/log/kern.log", "/var/log/messages"};
}

std::optional<double> KernelLog::from_wall_s() const {
  for (const LogRecord& record : records)
    if (record.wall_s) return record.wall_s;
  return std::nullopt;
}

std::optional<double> boot_wall_s(const HostFiles& files, double now_wall_s) {
  const auto uptime = leading_number(files.read("/proc/uptime").text);
  if (!uptime) return std::nullopt;
  return now_wall_s - *uptime;
}

KernelLog read_kernel_log(const HostFiles& files, double now_wall_s) {
  KernelLog log;
  const auto boot = boot_wall_s(files, now_wall_s);
  if (!boot) {
    log.why_not = "/proc/uptime does not say when the kernel started";
    return log;
  }
  for (const char* path : kernel_log_paths()) {
    const Reading reading = LogReader(files, path, LogReader::From::beginning).more();
    if (reading.state == Reading::State::absent) continue;
    log.source = path;
    if (!reading.ok()) log.why_not = std::string(path) + ": " + reading.reason;
    if (!reading.ok()) return log;
    log.records = parse_log(reading.text, {now_wall_s, *boot});
    log.cut_off = lacks_its_beginning(log);
    if (log.records.empty()) log.why_not = std::string(path) + " is empty";
    return log;
  }
  log.why_not = "no kernel log: neither /dev/kmsg nor /var/log/kern.log nor /var/log/messages";
  return log;
}

}  // namespace assay
