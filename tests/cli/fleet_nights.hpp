#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/cli/sample_reports.hpp"

namespace assay {

/// One GPU a node in a fleet of nights: what tests change of it.
struct NightNode {
  std::string name, gpu;  ///< the GPU's UUID
  double share = 1;       ///< of 3 GB/s, before 1 % of noise
  std::string driver = "580.65";
  std::optional<std::string> digest;  ///< of compute.digest
};

/// Fleets of 80 nodes n100, n101, ... in racks of four, night after night of November 2026.
class FleetNights : public InFolder {
 protected:
  /// All nodes of the night, well, each with the GPU that it came with.
  [[nodiscard]] static std::vector<NightNode> nodes(std::size_t count = 80);
  /// Writes the reports below `folder`; the noise follows from night and GPU.
  void write_night(const std::string& folder, int day, const std::vector<NightNode>& nodes);
  /// Racks of four (r00, r01, ...), scalable units of 20.
  std::string write_site(const std::vector<NightNode>& nodes);

  static Ended history(std::vector<std::string> words);
  /// `assay judge --fleet --profile demo.yaml` and `words`.
  Ended judge(std::vector<std::string> words);
  /// Node -> verdict, of what judge() prints in the format jsonl.
  static std::map<std::string, std::string> verdicts(const Ended& ended);
};

}  // namespace assay
