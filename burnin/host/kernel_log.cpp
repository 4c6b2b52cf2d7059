#include "burnin/host/kernel_log.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "core/handle.hpp"
#include "core/text.hpp"

namespace assay {
namespace {

constexpr std::size_t kMost = std::size_t{1} << 26;

/// As HostFiles::read, but for a device that gives one record at a time and has no end.
Reading read_records(const HostFiles& files, const char* path) {
  const File file{open(files.real(path).c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  const auto failed = [](int error) {
    const bool absent = error == ENOENT || error == ENOTDIR;
    return Reading{absent ? Reading::State::absent : Reading::State::unreadable, "",
                   absent ? "" : strerrordesc_np(error)};
  };
  if (!file) return failed(errno);
  Reading reading{Reading::State::ok, "", ""};
  std::array<char, 16384>
      record{};  // the kernel refuses to cut a record, which is at most half of this
  while (reading.text.size() < kMost) {
    const ssize_t got = read(file.get(), record.data(), record.size());
    if (got > 0) reading.text.append(record.data(), static_cast<std::size_t>(got));
    if (got == 0 || (got < 0 && errno == EAGAIN)) return reading;
    // EPIPE: records were overwritten before we came to them; the next read goes on behind the gap.
    if (got < 0 && errno != EINTR && errno != EPIPE) return failed(errno);
  }
  return {Reading::State::unreadable, "", "too long"};
}

bool lacks_its_beginning(const KernelLog& log) {
  if (log.records.empty()) return false;
  const auto sequence = log.records.front().sequence;
  return !sequence || *sequence > 0;
}

}  // namespace

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
  for (const char* path : {"/dev/kmsg", "/var/log/kern.log", "/var/log/messages"}) {
    const Reading reading = read_records(files, path);
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
