#include "reports/fleet/one_report.hpp"

#include "tests/reports/fleet/files.hpp"

namespace assay::test {
namespace {

class OneReport : public FleetFiles {};

TEST_F(OneReport, CountsFilesAndLinesAndLooksNoFurther) {
  const std::string one = write("a.json", "{}");
  const std::string line = write("b.jsonl", "{\"a\": 1}\n\n");
  const std::string lines = write("c.jsonl", "{\"a\": 1}\n{\"a\": 2}\n");
  EXPECT_TRUE(fleet::holds_one_report({one}));
  EXPECT_TRUE(fleet::holds_one_report({line}));
  EXPECT_FALSE(fleet::holds_one_report({lines}));
  EXPECT_FALSE(fleet::holds_one_report({one, line}));
  EXPECT_FALSE(fleet::holds_one_report({folder.string()}));
  EXPECT_TRUE(fleet::holds_one_report({"-"}));
  EXPECT_TRUE(fleet::holds_one_report({folder.string() + "/none.json"}))
      << "one that cannot be read";
}

}  // namespace
}  // namespace assay::test
