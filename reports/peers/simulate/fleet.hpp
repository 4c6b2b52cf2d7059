#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include "reports/peers/night.hpp"

namespace assay::peers {

/// A fleet that does not exist, to try the comparison on. Shares are of nodes; sigma is the
/// standard deviation of healthy peers: noise from run to run and what lasts, together.
struct FleetPlan {
  std::size_t nodes = 64;
  std::size_t gpus = 8;          ///< a node
  std::size_t gpu_metrics = 57;  ///< one column a GPU
  std::size_t node_metrics = 7;  ///< one column a node: 463 columns in all
  std::size_t rack_nodes = 16;
  std::size_t skus = 1;                           ///< drawn by node; each with levels of its own
  double least_noise = 0.003, most_noise = 0.02;  ///< sigma of a metric, of its level; log-uniform
  double lasting = 0.5;        ///< of the variance: stays with the hardware from night to night
  double common = 0.2;         ///< of what does not last: common to all metrics of a GPU in a night
  double racks = 0;            ///< spread between racks, in sigma
  double heavy = 0;            ///< degrees of freedom of the noise; 0 = normal
  double whole_numbers = 0.1;  ///< share of metrics that are readings in whole numbers
  double missing = 0;          ///< share of values that are absent
  double slot_spread = 0;      ///< between the slots of a node, in sigma
  std::uint64_t seed = 1;

  double contamination = 0;      ///< share of nodes with a fault
  std::size_t least_faults = 0;  ///< however small that share
  double sigmas = 0;             ///< a fault's size in sigma; 0: `fraction` counts
  double fraction = 0;           ///< a fault's size as a share of the level
  std::size_t moved = 1;         ///< metrics that a fault moves, the same ones for every fault
  bool whole_nodes = false;      ///< all GPUs of a node, else one of them
  std::size_t from_night = 0;    ///< faults begin there
  double sigmas_a_night = 0;     ///< a slow drift in place of a step, from there on
  double other_firmware = 0;     ///< share of nodes with another driver
  double firmware_sigmas = 0;    ///< what it costs, on the moved metrics
  std::size_t bad_racks = 0;
  double rack_sigmas = 0;    ///< what a bad rack costs, on the moved metrics
  double wrong_digests = 0;  ///< share of nodes of which one GPU computes wrongly
};

struct FleetTruth {
  std::vector<std::uint8_t> faulty;        ///< [slot * nodes + node]
  std::vector<std::uint8_t> firmware;      ///< a node: has the other driver
  std::vector<std::uint8_t> bad_rack;      ///< a node
  std::vector<std::uint8_t> wrong_digest;  ///< [slot * nodes + node]
  [[nodiscard]] bool faulty_node(std::size_t node, std::size_t nodes) const;
};

/// Any night of it, the same for the same seed on every machine.
class Fleet {
 public:
  explicit Fleet(const FleetPlan& plan);

  [[nodiscard]] Night night(std::uint64_t number) const;
  [[nodiscard]] const FleetTruth& truth() const { return truth_; }
  [[nodiscard]] const FleetPlan& plan() const { return plan_; }

 private:
  void draw_truth();
  void draw_frame();
  void draw_lasting();
  [[nodiscard]] double damage(std::size_t column, std::size_t node, std::uint64_t number) const;

  FleetPlan plan_;
  FleetTruth truth_;
  Night frame_;                        ///< everything but the values of a night
  std::vector<float> lasting_;         ///< in sigma
  std::vector<std::size_t> metric_;    ///< of a column
  std::vector<double> level_, sigma_;  ///< of a metric; sigma in the level's unit
};

}  // namespace assay::peers
