#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/facts.hpp"
#include "core/node.hpp"

namespace assay {

/// What another tool wrote, byte for byte.
struct Log {
  std::string name;  ///< the file's; stands before the line in every complaint
  std::string text;
};

/// What a log says. An importer never throws for what stands in a log: what it cannot read it names
/// in `unread`, what contradicts itself it makes a defect. So that nothing of either kind can pass:
/// a report with something unread is not complete, one with a defect fails.
struct Imported {
  Node node;                ///< as far as the log says; of several hosts: nothing
  std::vector<Node> nodes;  ///< of several hosts that measured together: all of them; else empty
  std::vector<Result> results;
  std::vector<Event> events;
  std::vector<Defect> defects;      ///< contradictions of the log as a whole
  std::vector<std::string> unread;  ///< "file:line: why", also what is missing at the end
  std::string tool_version;         ///< as the tool prints it
  std::string command;              ///< the command line, where it stands in the log
  std::string started;              ///< UTC, ISO 8601, where the log says when
  /// Of a log that holds several nodes apart from each other: all but the first. Each is a report.
  std::vector<Imported> others;
};

/// One kind of log. Results carry the ids, metrics and parameters of this program's own tests where
/// the same thing was measured, in SI base units.
struct Importer {
  std::string_view tool;               ///< "nccl-tests"
  bool (*recognises)(const Log& log);  ///< by content; of any bytes, quickly
  Imported (*read)(const Log& log);    ///< of any bytes
};

/// All of them, in the order of their names.
[[nodiscard]] std::vector<Importer> importers();

}  // namespace assay

/// A file reports/importers/<tool>.cpp ends with this, in namespace assay. The build sets the
/// symbol and the tool's name from the file's (with - for _) and writes the table: a file without
/// it does not link.
#define ASSAY_IMPORTER(recognises_log, read_log)                                               \
  Importer ASSAY_IMPORTER_SYMBOL() { return {ASSAY_IMPORTER_TOOL, recognises_log, read_log}; } \
  static_assert(true, "require a trailing semicolon")
