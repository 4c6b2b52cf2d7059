#include "cli/version.hpp"

#include <gmock/gmock.h>

#include <regex>

#include "tests/cli/sample_reports.hpp"

namespace assay {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;

TEST(Version, OneLineAnItem) {
  const Tool tool{"assay", "1.2.3", "0123456789ab-dirty", "GNU 12.2.0, Release"};
  const Module blas{.name = "blas", .usable = true, .state = "products"};
  const Module nccl{.name = "nccl", .usable = false, .state = "not built: nothing"};
  EXPECT_EQ(version_text(tool, "580.95.05", {blas, nccl}),
            "assay   1.2.3\n"
            "commit  0123456789ab-dirty\n"
            "build   GNU 12.2.0, Release\n"
            "driver  580.95.05\n"
            "blas    products\n" +
                std::string(built_against("nccl").empty()
                                ? "nccl    not built: nothing\n"
                                : "nccl    built with " + built_against("nccl") +
                                      ", not usable: not built: nothing\n"));
}

TEST(Version, TellsThisBuildAndEveryModule) {
  const Ended ended = assay_in_process({"--version"});
  EXPECT_EQ(ended.status, 0);
  EXPECT_THAT(ended.out, ContainsRegex("^assay +" + this_tool().version + "\n"));
  EXPECT_THAT(ended.out, ContainsRegex("\ncommit +" + this_tool().commit + "\n"));
  EXPECT_THAT(ended.out, HasSubstr(this_tool().build));
  EXPECT_THAT(ended.out, ContainsRegex("\ndriver +"));
  for (const Module& module : modules(HostFiles(), AskDriver::no))
    EXPECT_THAT(ended.out, ContainsRegex("\n" + module.name + " +[^ -]")) << module.name;
}

TEST(Version, WhatWasCompiledAgainstIsANumber) {
  for (const char* module : {"cuda", "nccl", "mpi"})
    EXPECT_TRUE(std::regex_match(built_against(module), std::regex("([0-9]+(\\.[0-9]+)+)?")))
        << module << " " << built_against(module);
  EXPECT_EQ(built_against("topology"), "");
}

}  // namespace
}  // namespace assay
