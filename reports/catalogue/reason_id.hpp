#pragma once
#include <array>
#include <span>

#include "reports/catalogue/topics/evidence.hpp"
#include "reports/catalogue/topics/gate.hpp"
#include "reports/catalogue/topics/machine.hpp"
#include "reports/catalogue/topics/measured.hpp"
#include "reports/catalogue/topics/peers.hpp"
#include "reports/catalogue/topics/run.hpp"

namespace assay {

/// Reasons that belong together.
struct ReasonTopic {
  std::string_view title;  ///< a sentence without its full stop
  std::span<const ReasonKind> kinds;
};

/// The error catalogue: every reason that any part of assay can give, each once.
inline constexpr std::array<ReasonTopic, 6> kReasonTopics{
    {{"What was measured soundly and is not good enough", kMeasuredReasons},
     {"The machine is not what it should be, or not all of it", kMachineReasons},
     {"What many nodes say when they are compared", kPeerReasons},
     {"There is nothing to hold against a limit", kEvidenceReasons},
     {"The run or its report does not count", kRunReasons},
     {"No certificate is issued, or a node is not admitted", kGateReasons}}};

/// Nothing for an id that no reason has.
[[nodiscard]] constexpr const ReasonKind* find_reason_kind(std::string_view id) noexcept {
  for (const ReasonTopic& topic : kReasonTopics)
    for (const ReasonKind& kind : topic.kinds)
      if (kind.id == id) return &kind;
  return nullptr;
}

/// Not constexpr, and defined nowhere: a compiler that has to call it says so by this name.
void no_such_reason_in_the_catalogue();

/// The id of a reason, looked up while assay is compiled: what is not in the catalogue does not
/// build.
class ReasonId {
 public:
  // NOLINTNEXTLINE(google-explicit-constructor,hicpp-explicit-conversions): written as a literal
  consteval ReasonId(const char* id) : kind_(find_reason_kind(id)) {
    if (kind_ == nullptr) no_such_reason_in_the_catalogue();
  }
  [[nodiscard]] constexpr const ReasonKind& kind() const noexcept { return *kind_; }
  [[nodiscard]] constexpr std::string_view text() const noexcept { return kind_->id; }
  friend constexpr bool operator==(ReasonId a, ReasonId b) noexcept { return a.kind_ == b.kind_; }

 private:
  const ReasonKind* kind_;
};

}  // namespace assay
