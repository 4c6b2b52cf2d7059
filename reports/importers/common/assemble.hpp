#pragma once
#include <string>
#include <vector>

#include "reports/importers/importer.hpp"
#include "reports/report.hpp"

namespace assay {

/// One log that was read, and by what.
struct ReadLog {
  std::string file;
  std::string tool;     ///< the importer's
  std::string written;  ///< UTC, ISO 8601: when the file was last written, for logs that do not say
  Imported imported;
};

/// The report of what `logs` say together, which must be of one machine, or of one set of machines
/// that measured together. `host` names the machine where no log does; "" = unknown.
///
/// `run.tool` is the tool the logs are of, `run.data` is "unknown", and `run.complete` is true only
/// if nothing was left unread. Besides the logs' own results there is one `import.<tool>` for each
/// log: failed if the log contradicts itself, an error if something in it was not read. Results of
/// one test, subject and configuration that stand in several logs are told apart by the parameter
/// `run`. The run's id is left empty.
///
/// Throws InputError, naming the file, for logs of different machines, and for a `host` that is not
/// the one a log names.
[[nodiscard]] Report assemble(const std::vector<ReadLog>& logs, const std::string& host);

}  // namespace assay
