#pragma once
#include <string>
#include <vector>

namespace assay {

/// Repeated measurements of one subject of one node, in the order they were taken.
struct SubjectValues {
  std::string subject;
  std::vector<double> values;  ///< never empty, finite
};

struct NodeValues {
  std::string node;
  std::vector<SubjectValues> subjects;  ///< never empty
};

/// How far values of good hardware lie apart, in the unit of the values. Components are standard
/// deviations, 0 where it is less than what the components below it explain.
struct Spread {
  double node = 0;     ///< from node to node
  double subject = 0;  ///< from subject to subject within a node
  double run = 0;      ///< from run to run of one subject
  double total = 0;    ///< of one value of a subject of a node drawn by chance
  double freedom = 0;  ///< degrees of freedom of `total`, after Satterthwaite; not below 1
};

/// Components of variance of a nested design that need not be balanced, by unweighted means.
/// docs/metrics/baseline.md derives it. Throws Error for fewer than two nodes.
[[nodiscard]] Spread spread_of(const std::vector<NodeValues>& nodes);

/// How many `total`s from the middle lies the bound that all but a share `beyond` of good values
/// keep, with 95 % confidence, where both middle and spread are estimates from `nodes` nodes:
/// z(1 - beyond) sqrt(freedom / chi2(0.05; freedom)) sqrt(1 + 1/nodes). The factors are Howe's
/// (1969). Throws Error unless all three are above 0 and `beyond` is below one half.
[[nodiscard]] double tolerance_factor(double beyond, double freedom, double nodes);

}  // namespace assay
