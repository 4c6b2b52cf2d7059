#pragma once
#include <string>
#include <vector>

#include "reports/importers/importer.hpp"

namespace assay::test {

/// A log of which a part was damaged or lost, or that was only written another way.
struct Variant {
  std::string name;
  std::string text;
  bool lossless = false;  ///< says the same as the original
};

/// Cut at every 7 % of its length, each line dropped, each line that begins or ends another way,
/// words too many or too few in rows, CRLF, byte order marks, UTF-16, NUL bytes, a line of 1 MB.
[[nodiscard]] std::vector<Variant> variants_of(const std::string& text);

/// What lies behind a path.
[[nodiscard]] std::string content(const std::string& path);

/// Paths of the logs below `folder`, sorted.
[[nodiscard]] std::vector<std::string> logs_below(const std::string& folder);

/// The project's own logs: tests/reports/importers/samples.
[[nodiscard]] std::string own_samples();
/// Logs of real machines, where they lie beside the project.
[[nodiscard]] std::string shared_samples();

[[nodiscard]] Importer importer_named(const std::string& tool);
/// What recognises `log`.
[[nodiscard]] std::vector<std::string> recognised_by(const Log& log);

/// Has the importer named anything that keeps the log from passing: a line that it did not read,
/// something missing, a contradiction, a wrong answer, a test without one?
[[nodiscard]] bool is_flagged(const Imported& imported);

/// "" if everything that `found` says stands in `original`, too: each result, with each of its
/// metrics (of samples: some of the original's). Else the first that does not.
[[nodiscard]] std::string untrue_in(const Imported& found, const Imported& original);

}  // namespace assay::test
