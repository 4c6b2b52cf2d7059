#include <cstddef>
#include <cstdint>

#include "tests/reports/io/differential.hpp"

// Any bytes as a report: refused with an InputError, or read as the schema says and written without
// loss.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const assay::test::Schema schema(assay::test::report_schema_file());
  assay::test::check_reader({reinterpret_cast<const char*>(data), size}, schema);
  return 0;
}
