#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace assay {

/// Indices are into the Night that was judged. Ids name the reason in the error catalogue.

/// What led to an outlier.
enum class PeerEvidence {
  tonight,  ///< this night's value alone
  nights,   ///< the mean of up to four nights
  drift     ///< a slow decline against the subject's own past
};

/// One value that is worse than its peers'.
struct PeerOutlier {
  std::uint32_t node = 0, column = 0;
  PeerEvidence evidence = PeerEvidence::tonight;
  double measured = 0;  ///< tonight's value, in the metric's unit
  double location = 0;  ///< of its peers (same SKU and slot, drift and rack taken out), in the unit
  double scale = 0;     ///< robust standard deviation of the peers, in the unit
  double sku_median = 0;   ///< of all slots of the SKU, in the unit
  double z = 0;            ///< modified z-score, negative = worse; `drift`: minus the CUSUM
  double p = 1;            ///< chance of so bad a value in a healthy subject
  double freedom = 0;      ///< degrees of freedom of the Student distribution that p is from
  double tail_factor = 1;  ///< its argument is z x this
  double threshold = 0;    ///< the p at and below which it was one; `drift`: 0
  std::size_t peers = 0;   ///< values compared with, itself included
  std::size_t nights = 1;  ///< that `z` is the mean of
  bool confirmed = false;  ///< a re-test showed it again: `fail` in place of `warn`
};

/// All outliers of one subject: a slow GPU moves many columns. One entry on the re-test list.
struct PeerSubject {
  std::uint32_t node = 0, slot = 0;
  std::vector<PeerOutlier> outliers;  ///< worst first, never empty
  bool confirmed = false;             ///< any of them
};

/// What is to be measured again.
struct PeerRetest {
  std::uint32_t node = 0, slot = 0;
  std::string test;
};

/// A population that its words explain: `warn` for its nodes, and no outliers for that.
struct PeerSplit {
  std::uint32_t column = 0;       ///< the first of the columns that differ only in their slot
  std::uint32_t sku = 0;          ///< index into Night::sku.words, or kNotSaid
  std::string what, word;         ///< "driver", "570.86.15": what the minority shares
  std::string majority;           ///< the word of the others
  std::vector<std::string> also;  ///< words that part the nodes in the same way: "kernel 6.8.0-45"
  double median = 0, majority_median = 0;  ///< in the metric's unit
  double p = 1;
  std::vector<std::uint32_t> nodes;  ///< the minority
};

/// A rack, leaf or scalable unit that stands apart: `warn` for its nodes. Or one slot on every
/// node: `pass`, for it may be how the machine is built, but said.
struct PeerPlace {
  std::uint32_t column = 0;  ///< the first of the columns that differ only in their slot
  std::uint32_t sku = 0;
  std::string what, word;                ///< "rack", "r17"; "slot", "gpu 3"
  double median = 0, others_median = 0;  ///< in the metric's unit
  double p = 1;
  std::vector<std::uint32_t> nodes;  ///< that stand there
};

/// One of the populations of a SUSPECT metric.
struct PeerPopulation {
  std::size_t values = 0, nodes = 0;
  double median = 0;                ///< in the metric's unit
  std::vector<std::string> shared;  ///< words that set it apart from the other: "rack r3"
};

/// More of the fleet stands apart than a comparison can bear: `unknown`, and nobody is accused.
struct PeerSuspect {
  std::uint32_t column = 0;  ///< the first of the columns that differ only in their slot
  std::uint32_t sku = 0;
  double share = 0;  ///< of the values that stand apart
  PeerPopulation main, apart;
};

/// Nodes whose word is not the majority's: `warn`. `majority` is empty where none is.
struct IdentityDrift {
  std::uint32_t sku = 0;
  std::string what, word, majority;  ///< `word` empty: these nodes do not say
  std::size_t majority_nodes = 0;
  std::vector<std::uint32_t> nodes;
};

/// A digest that is not the elected one.
struct DigestDissent {
  enum class Kind {
    corruption,  ///< `fail`: this subject computes wrongly
    drift,       ///< `warn`: all of one driver, firmware, ... agree on another
    undecided    ///< `unknown`: no majority
  };
  Kind kind = Kind::corruption;
  std::uint32_t digests = 0;  ///< index into Night::digests
  std::uint32_t node = 0;
  std::uint64_t digest = 0, elected = 0;
  std::size_t votes = 0, voters = 0;  ///< for the elected one; all
  std::string explained;              ///< "driver 570.86.15"; empty unless drift
};

/// What peers say of a night. Reasons follow from it; nothing here accuses twice.
struct PeerJudgement {
  std::vector<PeerSubject> subjects;
  std::vector<PeerRetest> retests;  ///< one a subject and test, in the order of `subjects`
  std::vector<PeerSplit> splits;
  std::vector<PeerPlace> places;  ///< racks, leaves, scalable units
  std::vector<PeerPlace> slots;
  std::vector<PeerSuspect> suspects;
  std::vector<IdentityDrift> identity;
  std::vector<DigestDissent> digests;
  std::vector<std::uint32_t> alone;  ///< columns that had too few peers, on some SKU, to compare
  std::size_t tests = 0;             ///< comparisons made: the m of Benjamini-Hochberg
  double threshold = 0;          ///< the largest p at which a value was one; of a node often less
  std::vector<float> standings;  ///< z-scores shaped like Night::values; NaN = not compared
};

}  // namespace assay
