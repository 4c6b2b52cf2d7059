#pragma once
#include <string_view>
#include <vector>

#include "reports/fleet/asked.hpp"
#include "reports/fleet/slot.hpp"

namespace assay::fleet {

/// The places of the JSON text `json`, which ReportReader read as `report`, that may differ without
/// judge() finding anything else than other numbers under its limits, other serials, another time
/// and another name. Values that judge() looks at, or that say which machine this is, have their
/// target in `report`; so once a text of this form is read into the slots, `report` is that text's
/// report in all that judge() looks at. What this does not know is no slot, so it must be the same.
///
/// Throws Error if `json` is not what `report` was read from.
[[nodiscard]] std::vector<Slot> find_slots(std::string_view json, const Asked& asked,
                                           Report& report);

}  // namespace assay::fleet
