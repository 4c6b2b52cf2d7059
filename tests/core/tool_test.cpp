#include "core/tool.hpp"

#include <gtest/gtest.h>

namespace assay {
namespace {

TEST(Tool, IsEndedWhenItHangs) {
  const ToolOutput output = run_tool("/bin/sleep", {"60"}, 0.2);
  EXPECT_NE(output.why_not.find("did not end in time"), std::string::npos);
}

TEST(Tool, SaysWhenItCannotStart) {
  EXPECT_NE(run_tool("/nonexistent/tool", {}, 1).why_not, "");
  EXPECT_EQ(run_tool("/bin/echo", {"a  b", "$HOME"}, 5).text, "a  b $HOME\n")
      << "no shell in between";
}

}  // namespace
}  // namespace assay
