#pragma once
#include <map>
#include <ostream>
#include <string>
#include <vector>

namespace assay::test {

/// What a kind of node is by its makers' own pages. Written apart from the profiles, so that a slip
/// in either shows.
struct Chip {
  std::string profile, gpu, compute_capability;
  int gpus = 0, sms = 0;
  double memory_bytes = 0;  ///< datasheet
  double power_w = 0;       ///< lowest default limit a healthy one has
  int nvlinks = 0;          ///< 0: not every such node has any
  double link_speed = 0;    ///< payload of one NVLink, bytes per second and direction
  double hbm = 0;           ///< bytes per second at the maximum memory clock, else the datasheet's
  double host_link = 0;     ///< bytes per second and direction; 0: not through PCI Express
  /// Dense operations per second at the maximum clock, else the datasheet's, by type: "bf16",
  /// "fma_fp32"; a type that is not here has no limit.
  std::map<std::string, double> peaks;

  /// Bytes per second and direction of one node to the others, all its adapters; 0: makers differ.
  double network = 0;
  /// GPUs that NVLink switches join which add (NVLS); 0: switches that only pass on.
  int adding = 0;

  [[nodiscard]] double peer() const { return nvlinks * link_speed; }
};

[[nodiscard]] const std::vector<Chip>& chips();

/// For the names of test cases.
// NOLINTNEXTLINE(readability-identifier-naming): GoogleTest looks for this name
void PrintTo(const Chip& chip, std::ostream* out);

}  // namespace assay::test
