#include "cli/run/arguments.hpp"

#include <gmock/gmock.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "cli/run/options.hpp"
#include "core/error.hpp"

namespace assay {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// What was typed, parsed as the verb does it.
struct Typed {
  CLI::App app;
  RunArguments arguments;
  explicit Typed(std::vector<std::string> words) {
    add_run_options(app, arguments);
    std::reverse(words.begin(), words.end());
    app.parse(words);
  }
};

std::string complaint(const std::function<void()>& doing) {
  try {
    doing();
  } catch (const InputError& error) {
    return error.what();
  }
  return "none";
}

TEST(RunArguments, RepeatableOptionsTakeOneWordEach) {
  const Typed typed({"--only", "a.*", "--only", "b", "--inject", "nan", "--inject", "hang@c"});
  EXPECT_THAT(typed.arguments.only, ElementsAre("a.*", "b"));
  EXPECT_THAT(typed.arguments.inject, ElementsAre("nan", "hang@c"));
}

TEST(RunArguments, AWordTooManyIsRefused) {
  EXPECT_THROW(Typed({"--only", "a.*", "b.*"}), CLI::ParseError);
  EXPECT_THROW(Typed({"everything"}), CLI::ParseError);
}

TEST(RunOptions, ASweepIsNarrowed) {
  const auto bounds = [](const std::vector<std::string>& words) {
    return understand(Typed(words).arguments).sweep;
  };
  EXPECT_FALSE(bounds({}).has_value());
  EXPECT_EQ(bounds({"--sweep"}), SweepBounds{});
  EXPECT_TRUE(understand(Typed({"--sweep"}).arguments).plan.sweep);
  const auto some = bounds({"--sweep", "--sizes", "1K..2MiB", "--type", "fp32", "--type", "bf16",
                            "--type", "fp32", "--reduction", "maximum"});
  ASSERT_TRUE(some.has_value());
  EXPECT_EQ(text_of(*some), "1024..2097152 fp32,bf16 maximum");
  const auto one = bounds({"--sweep", "--sizes", "1GiB"});
  ASSERT_TRUE(one.has_value());
  EXPECT_EQ(one->from_bytes, one->to_bytes);
}

TEST(RunOptions, OfASweepThatCannotBeAreRefused) {
  const auto refusal = [](const std::vector<std::string>& words) {
    return complaint([&] { (void)understand(Typed(words).arguments); });
  };
  EXPECT_THAT(refusal({"--sizes", "8..16"}), HasSubstr("--sizes: needs --sweep"));
  EXPECT_THAT(refusal({"--type", "bf16"}), HasSubstr("--type: needs --sweep"));
  EXPECT_THAT(refusal({"--reduction", "sum"}), HasSubstr("--reduction: needs --sweep"));
  EXPECT_THAT(refusal({"--sweep", "--sizes", "2M..1M"}), HasSubstr("ends before it begins"));
  EXPECT_THAT(refusal({"--sweep", "--sizes", "0..8"}), HasSubstr("out of range"));
  EXPECT_THAT(refusal({"--sweep", "--sizes", "8.."}), HasSubstr("--sizes"));
  EXPECT_THAT(refusal({"--sweep", "--type", "half"}), HasSubstr("must be one of int8, uint8"));
  EXPECT_THAT(refusal({"--sweep", "--reduction", "add"}), HasSubstr("must be one of sum, product"));
}

TEST(RunOptions, AreUnderstood) {
  const Typed typed({"--level", "standard", "--budget", "2m", "--timeout", "500ms", "--seed", "9",
                     "--data", "ones", "--bytes", "3MB", "--confirm", "2", "--inject",
                     "slow:0.5@read"});
  const RunOptions options = understand(typed.arguments);
  EXPECT_EQ(options.plan.level, Level::standard);
  EXPECT_EQ(options.plan.budget_s, 120);
  EXPECT_EQ(options.plan.timeout_s, 0.5);
  EXPECT_EQ(options.seed, 9);
  EXPECT_EQ(options.data, DataKind::ones);
  EXPECT_EQ(options.bytes, 3'000'000);
  EXPECT_EQ(options.confirm, 2);
  ASSERT_EQ(options.injections.size(), 1U);
  EXPECT_EQ(options.injections[0].script.slow, 0.5);
}

TEST(RunOptions, WhateverIsNotAnHonestRunIsMarked) {
  const Typed typed({"--inject", "nan", "--bytes", "1MB"});
  EXPECT_THAT(understand(typed.arguments).injected, ElementsAre("nan", "bytes: 1MB"));
  EXPECT_TRUE(understand(RunArguments{}).injected.empty());
}

TEST(RunOptions, AValueThatWillNotDoNamesItsOption) {
  const std::vector<std::vector<std::string>> wrong{
      {"--level", "fast"}, {"--data", "pi"},     {"--device", "tpu"},  {"--format", "xml"},
      {"--budget", "0s"},  {"--budget", "soon"}, {"--timeout", "0s"},  {"--seed", "-1"},
      {"--confirm", "-1"}, {"--bytes", "0"},     {"--inject", "fire"}, {"--script", "/no/such"},
      {"--out", "-"}};
  for (const auto& words : wrong) {
    const Typed typed(words);
    EXPECT_THAT(complaint([&] { (void)understand(typed.arguments); }),
                testing::AnyOf(HasSubstr(words[0]), HasSubstr("/no/such")))
        << words[0] << words[1];
  }
  const Typed both({"--confirm", "1", "--profile", "none"});
  EXPECT_THAT(complaint([&] { (void)understand(both.arguments); }), HasSubstr("--confirm"));
}

TEST(ResumedArguments, ComeFromTheReportAndAreShownAsAskedNow) {
  const Typed given({"--resume", "r.json", "--events", "-", "--format", "json"});
  const RunArguments arguments =
      resumed_arguments({"./assay", "--quiet", "run", "--level", "standard", "--only", "memory.*",
                         "--events", "old", "--no-progress", "--seed", "5"},
                        "r.json", given.arguments, given.app);
  EXPECT_EQ(arguments.level, "standard");
  EXPECT_THAT(arguments.only, ElementsAre("memory.*"));
  EXPECT_EQ(arguments.seed, 5);
  EXPECT_EQ(arguments.events, "-");
  EXPECT_EQ(arguments.format, "json");
  EXPECT_EQ(arguments.resume, "r.json");
}

TEST(ResumedArguments, RefuseWhatWouldChangeTheRun) {
  for (const char* option : {"--level", "--only", "--seed", "--profile", "--out", "--inject"}) {
    const Typed given({"--resume", "r.json", option, "1"});
    EXPECT_THAT(complaint([&] {
                  (void)resumed_arguments({"assay", "run"}, "r.json", given.arguments, given.app);
                }),
                HasSubstr(option));
  }
}

TEST(ResumedArguments, RefuseACommandLineThatIsNone) {
  const Typed given({"--resume", "r.json"});
  for (const std::vector<std::string>& recorded :
       {std::vector<std::string>{}, {"assay", "judge"}, {"assay", "run", "--what"}})
    EXPECT_THAT(
        complaint([&] { (void)resumed_arguments(recorded, "r.json", given.arguments, given.app); }),
        HasSubstr("r.json: run.argv"));
}

}  // namespace
}  // namespace assay
