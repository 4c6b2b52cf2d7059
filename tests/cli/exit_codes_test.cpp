#include "cli/exit_code.hpp"

#include <gtest/gtest.h>

#include "tests/cli/sample_reports.hpp"

namespace assay {
namespace {

TEST(ExitCodes, OfVerdicts) {
  EXPECT_EQ(static_cast<int>(exit_code(Verdict::pass)), 0);
  EXPECT_EQ(static_cast<int>(exit_code(Verdict::warn)), 0);
  EXPECT_EQ(static_cast<int>(exit_code(Verdict::fail)), 1);
  EXPECT_EQ(static_cast<int>(exit_code(Verdict::unknown)), 2);
  EXPECT_EQ(static_cast<int>(exit_code(static_cast<Verdict>(77))), 2);
}

TEST(ExitCodes, HelpAndVersionAreFine) {
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
           {}, {"--help"}, {"-h"}, {"help"}, {"judge", "--help"}, {"list", "-h"}, {"--version"}}) {
    const Ended ended = assay_in_process(words);
    EXPECT_EQ(ended.status, 0);
    EXPECT_FALSE(ended.out.empty());
  }
}

TEST(ExitCodes, UnknownVerbsAndOptionsAreUsage) {
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"frobnicate"},
                                             {"list", "--frobnicate"},
                                             {"--frobnicate"},
                                             {"list", "extra"},
                                             {"report"}}) {
    const Ended ended = assay_in_process(words);
    EXPECT_EQ(ended.status, 3);
    EXPECT_TRUE(ended.out.empty());
    EXPECT_EQ(ended.err.rfind("assay: ", 0), 0U) << ended.err;
  }
}

}  // namespace
}  // namespace assay
