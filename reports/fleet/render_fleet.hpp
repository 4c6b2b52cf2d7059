#pragma once
#include <string>
#include <string_view>

#include "reports/fleet/conclude.hpp"
#include "reports/render.hpp"

namespace assay::fleet {

/// The verdict on a fleet in one of formats(). text: the totals and what keeps them from standing,
/// then each limit that did not pass and each node that did not, worst first, then racks and
/// scalable units in which any did not. The other formats are those of render() for all nodes.
/// Throws InputError listing formats() for an unknown one.
[[nodiscard]] std::string render_fleet(std::string_view format, const FleetVerdict& verdict,
                                       const RenderOptions& options);

/// The node as the judgement of one report, for whoever takes those.
[[nodiscard]] Judgement judgement_of(const FleetNode& node);

}  // namespace assay::fleet
