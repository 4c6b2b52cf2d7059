#pragma once
#include <functional>
#include <vector>

#include "reports/peers/judgement.hpp"
#include "reports/peers/parts/populations.hpp"
#include "reports/peers/parts/study.hpp"

namespace assay::peers {

/// What all studies of one night rest on. Studies point into it.
struct Plan {
  std::vector<Family> families;
  std::vector<Group> groups;
  std::vector<Partitions> partitions;  ///< one a group
  double population_tests = 1;         ///< words and places that are compared in all
};
[[nodiscard]] Plan plan_night(const Night& night);

/// A study and what it found as a whole.
struct Studied {
  Study study;
  std::vector<PeerSplit> splits;
  std::vector<PeerPlace> places, slots;
  std::vector<PeerSuspect> suspects;  ///< one at most
};

/// Studies every family in every group, `rules.threads` at a time, in a fixed order of results.
/// `whole` says whether to look for populations too. `out` as for stand().
[[nodiscard]] std::vector<Studied> study_all(const Plan& plan, const Matrix& matrix,
                                             const PeerRules& rules, bool whole,
                                             std::span<float> out);

/// Calls work(i) for 0 <= i < n on `threads` threads (0 = as many as the machine has). Rethrows the
/// first exception after all have ended.
void in_parallel(std::size_t n, std::size_t threads, const std::function<void(std::size_t)>& work);

}  // namespace assay::peers
