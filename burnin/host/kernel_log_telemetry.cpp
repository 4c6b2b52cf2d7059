#include "burnin/host/kernel_log_telemetry.hpp"

#include <array>
#include <utility>

#include "burnin/host/kernel_log.hpp"
#include "core/error.hpp"

namespace assay {
namespace {

constexpr double kTogether_s = 120;
constexpr std::size_t kMostRecent = 1000;

std::string key_of(const KernelEvent& event) {
  return std::to_string(event.wall_s.value_or(0)) + event.text;
}

std::unique_ptr<LogReader> open_log(const HostFiles& files) {
  for (const char* path : kernel_log_paths())
    if (files.exists(path)) return std::make_unique<LogReader>(files, path, LogReader::From::end);
  return nullptr;
}

}  // namespace

KernelLogTelemetry::KernelLogTelemetry(const HostFiles& files, Clock& clock, std::vector<Gpu> gpus)
    : files_(files), clock_(clock), gpus_(std::move(gpus)), log_(open_log(files)) {}

void KernelLogTelemetry::tell(const KernelEvent& kernel_event) {
  ++faults_;
  Event event = to_event(kernel_event, gpus_);
  if (event.at.empty()) event.at = iso8601(clock_.wall_s());
  const std::string like =
      event.kind + " " + std::to_string(event.code.value_or(0)) + " " + label(event.subject);
  const int n = ++alike_[like];
  if (n > kMostAlike) return;
  if (n == kMostAlike) event.text += " (further ones like it are counted, not told)";
  events_.push_back(std::move(event));
}

/// Judges all recent records together, since a line may only go on with an earlier one.
void KernelLogTelemetry::take(const std::vector<LogRecord>& fresh) {
  const double now_s = clock_.wall_s();
  recent_.insert(recent_.end(), fresh.begin(), fresh.end());
  while (recent_.size() > kMostRecent + fresh.size() ||
         (!recent_.empty() && recent_.front().wall_s.value_or(now_s) < now_s - kTogether_s &&
          recent_.size() > fresh.size()))
    recent_.pop_front();
  std::set<std::string> found;
  for (const KernelEvent& event : kernel_events({recent_.begin(), recent_.end()})) {
    if (!told_.contains(key_of(event)) && !found.contains(key_of(event))) tell(event);
    found.insert(key_of(event));
  }
  told_ = std::move(found);
}

std::vector<Sensor> KernelLogTelemetry::read() {
  if (!log_) throw Error("this machine has no kernel log");
  const Reading reading = log_->more();
  if (!reading.ok()) throw Error(log_->path() + ": " + reading.reason);
  if (log_->overwritten() && !std::exchange(overwritten_told_, true))
    events_.push_back({.at = iso8601(clock_.wall_s()),
                       .kind = "telemetry_lost",
                       .text = "kernel_log: records were overwritten before they were read"});
  if (!reading.text.empty()) {
    const double now_s = clock_.wall_s();
    take(parse_log(reading.text, {now_s, boot_wall_s(files_, now_s).value_or(now_s)}));
  }
  return {{Subject{}, "kernel_faults_count", faults_}};
}

std::vector<Event> KernelLogTelemetry::take_events() { return std::exchange(events_, {}); }

}  // namespace assay
