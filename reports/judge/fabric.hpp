#pragma once
#include <functional>
#include <optional>

#include "collectives/ceiling.hpp"
#include "reports/judge/soundness.hpp"
#include "reports/profile.hpp"

namespace assay {

/// What a metric of a test of collectives says, and of which operation.
struct CollectiveFigure {
  enum class Kind { bus_bandwidth, algorithm_bandwidth, time };
  Operation operation;
  Kind kind;
};

/// Nothing for other tests, for tests of several operations at once, and for metrics that no link
/// bounds.
[[nodiscard]] std::optional<CollectiveFigure> collective_figure(std::string_view test,
                                                                std::string_view metric);

/// The links that `profile` states for its machines: `nvlinks` x `nvlink_speed` of a GPU, `nics` x
/// `nic_speed` of a node; 0 where it states none. Switches are taken to add where the profile does
/// not exclude it (chips before compute capability 9.0 have no such switch), so that what is above
/// a ceiling over it cannot be.
[[nodiscard]] FabricLinks stated_fabric(const Profile& profile, int nodes, int ranks_per_node);

/// The best that `figure` can be over `fabric` by one of the algorithms that `allowed` takes:
/// bytes per second, or seconds for an operation of `bytes` bytes. Nothing where that is not known.
[[nodiscard]] std::optional<double> best_possible(
    const CollectiveFigure& figure, const FabricLinks& fabric, double bytes,
    const std::function<bool(Algorithm)>& allowed = [](Algorithm) { return true; });

/// Why `value` of that metric cannot have been measured over the links that `profile` states;
/// nothing if it can, or if nobody knows.
[[nodiscard]] std::optional<Problem> beyond_fabric(const Profile& profile, const Result& result,
                                                   const Metric& metric, double value);

}  // namespace assay
