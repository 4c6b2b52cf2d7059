#pragma once
#include <vector>

#include "reports/peers/judgement.hpp"
#include "reports/peers/parts/study.hpp"

namespace assay::peers {

/// How one group's nodes can be parted, made once for all families.
struct Partitions {
  std::vector<Partition> identity;  ///< with two classes at least
  std::vector<Partition> places;    ///< su, leaf, rack: with four classes at least
};
[[nodiscard]] Partitions partitions(const Night& night, const Group& group);

/// Finds words whose nodes all stand apart and leaves by how much in study.offsets, for fit_slots()
/// and stand() to take out. Uses and changes study.means. `tests` is how many such comparisons the
/// night makes: a false find comes once in a thousand nights.
[[nodiscard]] std::vector<PeerSplit> explain_words(Study& study, const Matrix& matrix,
                                                   const Partitions& parts, const PeerRules& rules,
                                                   double tests);

/// The same for racks, leaves and scalable units; how racks differ without being conspicuous is
/// left in study.offsets too.
[[nodiscard]] std::vector<PeerPlace> explain_places(Study& study, const Matrix& matrix,
                                                    const Partitions& parts, const PeerRules& rules,
                                                    double tests);

/// A slot that stands apart from the other slots of its family on every node, for the worse: three
/// others at least, by Student's distribution of their robust spread. Names no node as faulty: it
/// may be how the machine is built.
[[nodiscard]] std::vector<PeerPlace> odd_slots(const Study& study, const Matrix& matrix,
                                               const PeerRules& rules, double tests);

/// Describes both populations of a study of which too much stands apart.
[[nodiscard]] PeerSuspect describe_suspect(const Study& study, const Matrix& matrix,
                                           const Partitions& parts);

}  // namespace assay::peers
