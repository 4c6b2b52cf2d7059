#pragma once
#include <string>

#include "reports/fleet/criteria.hpp"
#include "reports/report.hpp"
#include "reports/site.hpp"

namespace assay::test {

/// A good node of two GPUs whose report has every part that a report may have.
[[nodiscard]] Report rich_report(const std::string& hostname = "node-0001");

/// A profile that asks for every kind of thing that a profile may ask for; rich_report() passes it.
[[nodiscard]] const Profile& rich_profile();

/// The site file that rich_report() agrees with.
[[nodiscard]] const Site& rich_site();

/// rich_profile() an hour after the report, with rich_site(), of reports at most a day old.
[[nodiscard]] fleet::Criteria rich_criteria();

/// The report as one line, as nlohmann_json writes it.
[[nodiscard]] std::string plain_json(const Report& report);

}  // namespace assay::test
