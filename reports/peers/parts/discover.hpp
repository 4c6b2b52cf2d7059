#pragma once
#include <vector>

#include "reports/peers/judgement.hpp"
#include "reports/peers/parts/studies.hpp"

namespace assay::peers {

/// What healthy standings are drawn from, one a study: the tail of its own family where that has
/// enough values, else that of all studies together.
[[nodiscard]] std::vector<TailFit> fit_tails(const std::vector<Studied>& all);

/// Candidates of all studies, but the suspect ones, whose deviation matters and whose p is at most
/// `ceiling`. Filled: node, column, evidence, z, p, freedom, tail_factor.
[[nodiscard]] std::vector<PeerOutlier> weigh(const std::vector<Studied>& all, const Matrix& matrix,
                                             const PeerRules& rules, double ceiling,
                                             PeerEvidence evidence);

/// The largest t up to `ceiling` with t <= share x (p's at or below t) / tests: the step-up
/// procedure of Benjamini and Hochberg, J. R. Stat. Soc. B 57 (1995). 0 where none is.
[[nodiscard]] double discovery_threshold(const std::vector<double>& chances, double tests,
                                         double share, double ceiling);

/// Keeps of each node the largest k of its values whose p are at or below share x k / tests_a_node,
/// and writes that bound to them as their threshold: the same procedure within a node. A healthy
/// node loses a value by it with chance `share` at most, however many it has (Simes, Biometrika 73,
/// 1986), also where its values move together. A fault that moves many values at once needs less of
/// each.
void keep_of_nodes(std::vector<PeerOutlier>& outliers, double tests_a_node, double share);

}  // namespace assay::peers
