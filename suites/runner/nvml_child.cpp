#include "suites/runner/nvml_child.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <utility>

#include "core/error.hpp"
#include "core/number_text.hpp"
#include "core/text.hpp"
#include "suites/machine/nvml_session.hpp"
#include "suites/runner/fields.hpp"
#include "suites/runner/nvml_wire.hpp"

namespace assay {
namespace {

constexpr double kToEnd_s = 0.5;  ///< a child that gave no answer

double steady_s() { return SystemClock().now_s(); }

}  // namespace

void NvmlChild::give_up() {
  if (process_ && !process_->end(0.2)) held_ = std::move(process_);
  process_.reset();
  lines_ = LineBuffer(std::size_t{1} << 16U);
}

std::string NvmlChild::line(double within_s, double until_s) {
  std::array<char, 4096> bytes{};
  for (;;) {
    if (auto whole = lines_.next()) return std::move(*whole);
    const double left_s = until_s - steady_s();
    pollfd waiting{process_->channel(), POLLIN, 0};
    if (left_s <= 0 || poll(&waiting, 1, static_cast<int>(left_s * 1e3) + 1) == 0)
      throw NoAnswer("NVML did not answer within " + number_text(within_s) + " s");
    const ssize_t got = recv(process_->channel(), bytes.data(), bytes.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) throw NoAnswer("the process that asks NVML has ended");
    lines_.feed({bytes.data(), static_cast<std::size_t>(got)});
  }
}

std::vector<NvmlChild::Fields> NvmlChild::ask(const std::string& question) {
  if (held_ && !held_->end(0)) throw NoAnswer("a process that asked NVML is held in the driver");
  held_.reset();
  const double within_s = process_ ? timeout_s_ : start_s_;
  const double until_s = steady_s() + within_s;
  try {
    if (!process_) process_ = std::make_unique<Process>(program_);
    const std::string text = question + '\n';
    require(errno_status(send(process_->channel(), text.data(), text.size(), MSG_NOSIGNAL) ==
                         static_cast<ssize_t>(text.size())),
            "ask NVML");
    std::vector<Fields> answer;
    for (;;) {
      Fields fields = split_fields(line(within_s, until_s));
      if (fields.contains(kNvmlError)) throw NvmlRefusal(fields[kNvmlError]);
      if (fields.contains(kNvmlEnd)) return answer;
      answer.push_back(std::move(fields));
    }
  } catch (const NvmlRefusal& refusal) {
    throw Error(refusal.what());  // the child is well
  } catch (const Error&) {
    give_up();
    throw;
  }
}

void complete_by_nvml(Node& node, const HostFiles& files, const WorkerProgram& program,
                      double timeout_s) {
  if (!files.exists("/proc/driver/nvidia/version")) return;
  try {
    complete(node, node_from(NvmlChild(program, timeout_s, timeout_s).ask(kNvmlInventory)));
  } catch (const Error&) {
    return;  // that NVML does not answer is system.gpu's to tell; the inventory has what is known
  }
}

NvmlChildTelemetry::NvmlChildTelemetry(WorkerProgram program, std::vector<WatchedGpu> gpus,
                                       Clock& clock, double timeout_s, double start_s)
    : child_(std::move(program), timeout_s, start_s),
      first_within_s_(start_s + kToEnd_s),
      gpus_(std::move(gpus)),
      clock_(clock),
      question_(kNvmlReadings) {
  for (const WatchedGpu& gpu : gpus_) question_ += " " + gpu.pci;
}

const WatchedGpu* NvmlChildTelemetry::find(const std::string& pci) const {
  const auto found =
      std::find_if(gpus_.begin(), gpus_.end(), [&](const auto& gpu) { return gpu.pci == pci; });
  return found == gpus_.end() ? nullptr : &*found;
}

std::vector<Sensor> NvmlChildTelemetry::read() {
  std::vector<Sensor> sensors;
  for (auto& fields : child_.ask(question_)) {
    const std::string pci = std::exchange(fields["pci"], "");
    const WatchedGpu* gpu = find(pci);
    fields.erase("pci");
    if (const auto xid = fields.find("xid"); xid != fields.end()) {
      events_.push_back({.at = iso8601(clock_.wall_s()),
                         .kind = "xid",
                         .subject = gpu == nullptr ? Subject{} : gpu->subject,
                         .code = whole_number(xid->second),
                         .text = fields["text"]});
      continue;
    }
    if (gpu == nullptr) throw Error("NVML's readings of a GPU that nobody asked for: " + pci);
    for (const auto& [name, value] : fields)
      sensors.push_back({gpu->subject, name, std::strtod(value.c_str(), nullptr)});
  }
  return sensors;
}

std::vector<Event> NvmlChildTelemetry::take_events() { return std::exchange(events_, {}); }

}  // namespace assay
