#pragma once
#include <array>
#include <string>
#include <vector>

#include "reports/verdict.hpp"

namespace assay {

/// How many of each verdict.
class Tally {
 public:
  void add(Verdict verdict) noexcept { ++counts_.at(static_cast<std::size_t>(verdict)); }
  [[nodiscard]] std::size_t of(Verdict verdict) const noexcept {
    return counts_.at(static_cast<std::size_t>(verdict));
  }
  /// "2 fail, 1 unknown, 40 pass", worst first, without those that did not happen; "none" for
  /// nothing.
  [[nodiscard]] std::string text() const;

 private:
  std::array<std::size_t, 4> counts_{};
};

/// Over everything that lines() shows of the node, held limits included.
[[nodiscard]] Tally tally(const Judgement& judgement);
/// Over the nodes.
[[nodiscard]] Tally tally(const std::vector<Judgement>& judgements);

/// What else the reader of a verdict must know: "3 not judged, 2 not applicable, 14 metrics without
/// a limit"; "" if there is none of it.
[[nodiscard]] std::string omissions(const Judgement& judgement);

/// "1 node", "12 nodes".
[[nodiscard]] std::string counted(std::size_t n, const std::string& singular);

}  // namespace assay
