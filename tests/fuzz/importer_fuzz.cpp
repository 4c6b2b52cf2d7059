#include <cstddef>
#include <cstdint>
#include <string>

#include "core/error.hpp"
#include "reports/importers/common/assemble.hpp"
#include "reports/writer.hpp"
#include "tests/reports/io/differential.hpp"

// Any bytes as a log of any tool: read without an exception, and what is made of them is a report
// that the reader accepts and the schema allows.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const assay::test::Schema schema(assay::test::report_schema_file());
  const assay::Log log{"fuzz.log", {reinterpret_cast<const char*>(data), size}};
  for (const assay::Importer& importer : assay::importers()) {
    (void)importer.recognises(log);
    assay::ReadLog read{.file = log.name,
                        .tool = std::string(importer.tool),
                        .written = "2026-11-20T08:00:00Z",
                        .imported = importer.read(log)};
    if (read.imported.results.size() > 200) read.imported.results.resize(200);
    assay::Report report = assay::assemble({read}, "");
    report.run.id = "00000000-0000-4000-8000-000000000000";
    assay::test::check_reader(assay::to_json(report), schema);
  }
  return 0;
}
