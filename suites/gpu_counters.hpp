#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "burnin/nvml/health.hpp"
#include "core/host_files.hpp"
#include "suites/gpu_look.hpp"
#include "suites/machine/nvml_session.hpp"
#include "suites/spec.hpp"

// What tests read of a GPU's health by NVML, so that all of them read it in one way.

namespace assay {

/// What was added to the errors that ECC found: "ecc_corrected_delta", "ecc_uncorrected_delta", in
/// all memories of the GPU together.
void put_ecc_errors(const Look& look, const GpuHealth& health);

/// "rows_remapped_delta": rows of memory that were replaced since the opening.
void put_rows_remapped(const Look& look, const GpuHealth& health);

/// What was added to one counter of a GPU's NVLinks, over all links.
struct LinkErrors {
  bool counted = false;  ///< some link has this counter
  double added = 0;
  std::string why_not;  ///< not empty: `added` could not be determined
  std::string where;    ///< which links it was: "link 3: 2, link 17: 4"
};
[[nodiscard]] LinkErrors errors_of(const Look& look, const std::vector<NvLink>& links,
                                   const std::string& name);

/// How many links a GPU has and which of them are up.
struct LinkState {
  Answer<std::int64_t> active, all;
  Answer<double> slowest;  ///< bytes per second and direction, of those that are up
  std::string down;        ///< their numbers, for people
};
[[nodiscard]] LinkState state_of(const std::vector<NvLink>& links);

/// "fabric_complaints" and the facts of the fabric of NVSwitches; nothing where there is none.
void put_fabric(const Look& look, const GpuHealth& health);

/// Reads a GPU before and after something happens to it, and reports what was added to its counters
/// in between. NVML stays open meanwhile: where nothing else holds the driver, volatile counters
/// would start anew.
class GpuBracket {
 public:
  /// Adds to `look.result` what it finds in `health`, deltas by `look.delta()`.
  using Reader = std::function<void(const Look& look, const GpuHealth& health)>;

  /// The opening reading of the GPU at the PCI address `pci`, "" if it is not known. `metrics` are
  /// unknown, with the reason, where NVML does not answer.
  GpuBracket(const HostFiles& files, std::string pci, std::vector<MetricSpec> metrics,
             Reader reader);
  /// What the opening reading found; nothing where NVML did not answer.
  [[nodiscard]] const std::optional<GpuHealth>& opening() const noexcept { return opening_; }
  /// The closing reading, into `result`.
  void close(Result& result);

 private:
  [[nodiscard]] std::optional<GpuHealth> read(Result& result, Counters& counters);
  std::string pci_;
  std::vector<MetricSpec> metrics_;
  Reader reader_;
  NvmlSession session_;
  std::string why_not_;
  std::optional<GpuHealth> opening_;
  CounterReadings readings_;
};

}  // namespace assay
