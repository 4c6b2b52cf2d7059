#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "burnin/nvml/telemetry.hpp"
#include "burnin/telemetry.hpp"
#include "core/clock.hpp"
#include "core/host_files.hpp"
#include "core/node.hpp"
#include "suites/runner/line_buffer.hpp"
#include "suites/runner/process.hpp"

namespace assay {

/// NVML in a process of its own. A thread that a broken driver holds inside the kernel cannot be
/// ended and would keep this process from ending; a child that is held is left behind.
class NvmlChild {
 public:
  using Fields = std::map<std::string, std::string>;
  /// `program` ends up in serve_nvml(). Starts nothing yet. The first question to a fresh child may
  /// take `start_s`: where no process keeps the GPUs initialised, NVML does that first.
  NvmlChild(WorkerProgram program, double timeout_s, double start_s)
      : program_(std::move(program)), timeout_s_(timeout_s), start_s_(start_s) {}

  /// The answer to one question, one Fields a GPU or event. Throws Error with NVML's words;
  /// NoAnswer if the child did not answer in time or ended. After that the next question goes to a
  /// fresh child, but to none while the old one cannot be ended.
  [[nodiscard]] std::vector<Fields> ask(const std::string& question);

 private:
  [[nodiscard]] std::string line(double within_s, double until_s);
  void give_up();
  WorkerProgram program_;
  double timeout_s_, start_s_;
  std::unique_ptr<Process> process_;
  LineBuffer lines_{std::size_t{1} << 16U};
  std::unique_ptr<Process> held_;  ///< a child that is held inside the driver
};

/// The child's side: answers questions until the channel is closed.
void serve_nvml(int channel, const HostFiles& files, Clock& clock);

/// Adds what NVML tells to the identity of this node, where `files` show an NVIDIA driver. Takes at
/// most `timeout_s`; where NVML does not answer the node stays as it is.
void complete_by_nvml(Node& node, const HostFiles& files, const WorkerProgram& program,
                      double timeout_s = 30);

/// NvmlTelemetry, read in a child.
class NvmlChildTelemetry final : public TelemetrySource {
 public:
  NvmlChildTelemetry(WorkerProgram program, std::vector<WatchedGpu> gpus, Clock& clock,
                     double timeout_s = 1.5, double start_s = 30);
  [[nodiscard]] std::string name() const override { return "nvml"; }
  [[nodiscard]] double first_within_s() const override { return first_within_s_; }
  [[nodiscard]] std::vector<Sensor> read() override;
  [[nodiscard]] std::vector<Event> take_events() override;

 private:
  [[nodiscard]] const WatchedGpu* find(const std::string& pci) const;
  NvmlChild child_;
  double first_within_s_;
  std::vector<WatchedGpu> gpus_;
  Clock& clock_;
  std::string question_;
  std::vector<Event> events_;
};

}  // namespace assay
