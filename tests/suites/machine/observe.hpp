#pragma once
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "core/facts.hpp"
#include "tests/fakes/host_tree.hpp"

namespace assay {

/// What happens to a node: a fault that stands before the run, or something that happens during it.
using Change = std::function<void(fakes::HostTree&)>;

/// All results of all tests in suites/system/ on a fixture tree, run as the runner runs them: those
/// that bracket the run are read at its start too. The run lasts an hour, so that a delta is its
/// own rate per hour.
[[nodiscard]] std::vector<Result> observe(const Change& before, const Change& during = nullptr);
/// The same on any folder of files.
[[nodiscard]] std::vector<Result> observe(const HostFiles& files,
                                          const std::function<void()>& during);

/// "test|subject|metric" -> value, "?" without one; "test|subject|outcome" -> "ok", "skipped",
/// "absent", ...
using Readings = std::map<std::string, std::string>;
[[nodiscard]] Readings flatten(const std::vector<Result>& results);

/// What differs: the second one's readings, "-" where it lacks one.
[[nodiscard]] Readings difference(const Readings& healthy, const Readings& broken);

/// The readings whose keys begin with `prefix`, all turned into `value`.
[[nodiscard]] Readings all_of(const Readings& readings, const std::string& prefix,
                              const std::string& value);

}  // namespace assay
