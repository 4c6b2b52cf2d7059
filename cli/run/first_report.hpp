#pragma once
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "cli/run/options.hpp"
#include "core/clock.hpp"
#include "reports/report.hpp"

namespace assay {

/// The report of a run that has not measured anything yet: who, where, when, how.
[[nodiscard]] Report first_report(const RunOptions& options, const Plan& plan, Node node,
                                  double now_wall_s);

/// What each test of the plan must give results on, where that is known: as Run::planned_on.
[[nodiscard]] std::map<std::string, std::vector<std::string>> subjects_of(const Plan& plan);

/// A random UUID (version 4).
[[nodiscard]] std::string random_uuid();

/// The command line of this process.
[[nodiscard]] std::vector<std::string> own_command_line();

/// Variables that change what is measured, and no others: an environment holds secrets.
[[nodiscard]] std::map<std::string, std::string> allowed_environment(
    const char* const* environment);

/// Where the report goes: `out` as a file; in `out` if that is a directory; in the working
/// directory if it is "". The name tells host and time. Where `nodes` run together and `out` is a
/// file, that is the fabric's: the node's stands beside it and bears the host's name, too.
[[nodiscard]] std::filesystem::path report_path(const std::string& out, const std::string& hostname,
                                                double now_wall_s, std::int64_t nodes = 1);

/// Where the report of the fabric goes.
[[nodiscard]] std::filesystem::path fabric_path(const std::string& out, double now_wall_s);

}  // namespace assay
