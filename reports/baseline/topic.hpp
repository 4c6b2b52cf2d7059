#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "reports/baseline/baseline.hpp"

namespace assay {

/// What is learned together: one metric of one kind of subject under the same conditions.
struct Topic {
  std::string test, metric, each;
  ResultParams when;
  Unit unit = Unit::count;
  Better better = Better::higher;
  std::string statistic;
  friend auto operator<=>(const Topic&, const Topic&) = default;
};

/// One number of one subject, with the other statistics of its samples.
struct TopicValue {
  double value = 0;
  std::optional<Samples> samples;
};

/// Node -> subject -> its values.
using TopicValues = std::map<std::string, std::map<std::string, std::vector<TopicValue>>>;

/// "memory.read.bandwidth on gpu (bytes 4294967296)".
[[nodiscard]] std::string describe(const Topic& topic);

/// The limit that `values` of good hardware teach. Nothing, and `why_not`, where they are of fewer
/// than `fewest_nodes` nodes, where over 20 % of the nodes lie apart from the others, or where good
/// ones differ so much that a limit would let half-broken hardware through.
///
/// Of what several nodes do together each value counts as a node: all of them report the same one.
[[nodiscard]] std::optional<LearnedLimit> learned_limit(const Topic& topic,
                                                        const TopicValues& values,
                                                        std::size_t fewest_nodes,
                                                        std::string& why_not);

}  // namespace assay
