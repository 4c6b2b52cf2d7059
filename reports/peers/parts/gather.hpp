#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "reports/peers/judgement.hpp"
#include "reports/peers/parts/studies.hpp"
#include "reports/peers/past.hpp"

namespace assay::peers {

/// Turns what tonight's studies and the past say of single values into findings about subjects.
class Outliers {
 public:
  /// The arguments must outlive this.
  Outliers(const std::vector<Studied>& tonight, const Matrix& matrix, const PeerRules& rules);

  /// Does a deviation of `standing` of tonight's scales matter, in the metric's own unit? Not where
  /// tonight's study is suspect, or the value was not compared.
  [[nodiscard]] bool matters(std::uint32_t node, std::uint32_t column, double standing) const;

  /// Values that decline against their own past and that are now worse than their peers too, by 2
  /// scales in the mean of the last nights.
  [[nodiscard]] std::vector<PeerOutlier> declines(const PeerPast& past,
                                                  std::span<const float> recent_means) const;

  /// One entry a node and slot, in that order; of each value the evidence with the least p; every
  /// outlier described by tonight's peers.
  [[nodiscard]] std::vector<PeerSubject> by_subject(std::vector<PeerOutlier> outliers) const;

  /// Columns with values that had too few peers.
  [[nodiscard]] std::vector<std::uint32_t> alone() const;

 private:
  struct Spot {
    const Studied* studied = nullptr;
    std::size_t slot = 0;
  };
  [[nodiscard]] const Spot& spot(std::uint32_t node, std::uint32_t column) const;
  void describe(PeerOutlier& outlier) const;

  const Matrix& matrix_;
  const PeerRules& rules_;
  std::vector<Spot> spots_;               ///< [group * columns + column]
  std::vector<std::uint32_t> group_of_;   ///< a node
  std::vector<std::uint32_t> member_of_;  ///< a node: its position in its group
};

/// One entry a subject and test, in the order of `subjects`.
[[nodiscard]] std::vector<PeerRetest> retests_of(const std::vector<PeerSubject>& subjects,
                                                 const Night& night);

}  // namespace assay::peers
