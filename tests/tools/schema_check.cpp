#include <cstdio>
#include <fstream>
#include <sstream>

#include "tests/tools/schema.hpp"

namespace {

bool check(const assay::test::Schema& schema, const char* file) {
  std::ifstream stream(file);
  std::ostringstream text;
  text << stream.rdbuf();
  if (!stream) {
    std::fprintf(stderr, "%s: cannot be read\n", file);
    return false;
  }
  const auto faults = schema.faults(text.str());
  for (const std::string& fault : faults) std::fprintf(stderr, "%s: %s\n", file, fault.c_str());
  if (faults.empty()) std::printf("%s: valid\n", file);
  return faults.empty();
}

}  // namespace

// Holds report files against reports/schema/report-1.json: 0 if all are valid, 1 if one is not, 3
// for wrong use.
int main(int argc, char** argv) try {
  if (argc < 2) {
    std::fputs("usage: assay-schema-check REPORT...\n", stderr);
    return 3;
  }
  const assay::test::Schema schema(assay::test::report_schema_file());
  bool valid = true;
  for (int i = 1; i < argc; ++i) valid = check(schema, argv[i]) && valid;
  return valid ? 0 : 1;
} catch (const std::exception& error) {
  std::fprintf(stderr, "assay-schema-check: %s\n", error.what());
  return 4;
}
