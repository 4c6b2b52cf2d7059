#include "tests/reports/io/differential.hpp"

#include <stdexcept>

#include "core/error.hpp"
#include "reports/reader.hpp"
#include "reports/writer.hpp"

namespace assay::test {

bool check_reader(std::string_view bytes, const Schema& schema) {
  std::string written;
  try {
    written = to_json(read_report(bytes, "bytes"));
  } catch (const InputError& error) {
    if (!std::string_view(error.what()).starts_with("bytes:"))
      throw std::logic_error(std::string("refused without source and line: ") + error.what());
    return false;
  }
  const auto faults = schema.faults(bytes);
  if (!faults.empty()) throw std::logic_error("read, but the schema refuses it: " + faults.front());
  std::string again;
  try {
    again = to_json(read_report(written, "written"));
  } catch (const InputError& error) {
    throw std::logic_error(std::string("what was written is refused: ") + error.what());
  }
  if (again != written) throw std::logic_error("lost in writing and reading:\n" + written + again);
  return true;
}

}  // namespace assay::test
