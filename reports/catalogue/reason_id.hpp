#pragma once
#include <array>
#include <cstddef>
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

/// Where a reason stands in the catalogue.
struct ReasonPlace {
  std::size_t topic = kReasonTopics.size();  ///< that many: nowhere
  std::size_t kind = 0;
  friend constexpr bool operator==(const ReasonPlace&, const ReasonPlace&) = default;
};

[[nodiscard]] constexpr ReasonPlace place_of_reason(std::string_view id) noexcept {
  for (std::size_t topic = 0; topic < kReasonTopics.size(); ++topic)
    for (std::size_t kind = 0; kind < kReasonTopics[topic].kinds.size(); ++kind)
      if (kReasonTopics[topic].kinds[kind].id == id) return {topic, kind};
  return {};
}

/// nullptr for an id that no reason has.
[[nodiscard]] inline const ReasonKind* find_reason_kind(std::string_view id) noexcept {
  const ReasonPlace place = place_of_reason(id);
  return place == ReasonPlace() ? nullptr : &kReasonTopics[place.topic].kinds[place.kind];
}

/// Not constexpr, and defined nowhere: a compiler that has to call it says so by this name.
void no_such_reason_in_the_catalogue();

/// The id of a reason, looked up while assay is compiled: what is not in the catalogue does not
/// build. It keeps a place and no address: under -fsanitize=undefined GCC 12 takes no address for
/// a constant that is asked whether it is null.
class ReasonId {
 public:
  // NOLINTNEXTLINE(google-explicit-constructor,hicpp-explicit-conversions): written as a literal
  consteval ReasonId(const char* id) : place_(place_of_reason(id)) {
    if (place_ == ReasonPlace()) no_such_reason_in_the_catalogue();
  }
  [[nodiscard]] constexpr const ReasonKind& kind() const noexcept {
    return kReasonTopics[place_.topic].kinds[place_.kind];
  }
  [[nodiscard]] constexpr std::string_view text() const noexcept { return kind().id; }
  friend constexpr bool operator==(ReasonId, ReasonId) noexcept = default;

 private:
  ReasonPlace place_;
};

}  // namespace assay
