#include "cli/output.hpp"

#include <gmock/gmock.h>

#include <fstream>

#include "core/error.hpp"
#include "tests/cli/sample_reports.hpp"

namespace assay {
namespace {

TEST(Output, AVerdictThatCannotBeWrittenIsNoSuccess) {
  std::ofstream full("/dev/full");
  std::ostringstream err;
  Console console{.out = full, .err = err};
  EXPECT_THROW(write_output(console, "--out", "", std::string(100, 'x')), Error);
}

}  // namespace
}  // namespace assay
