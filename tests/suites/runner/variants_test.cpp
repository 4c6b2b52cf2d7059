#include <gtest/gtest.h>

#include <cstdlib>
#include <set>

#include "tests/suites/runner/doubles.hpp"

// A variant of a test is carried out by workers that were started for it.

namespace assay {
namespace {

struct Variants : testing::Test {
  Variants() { setenv("ASSAY_TEST_B", "of the parent", 1); }  // NOLINT(concurrency-mt-unsafe)
  ~Variants() override { unsetenv("ASSAY_TEST_B"); }          // NOLINT(concurrency-mt-unsafe)
  Variants(const Variants&) = delete;
  Variants& operator=(const Variants&) = delete;

  std::vector<Result> in(const Variant& variant) {
    const PlannedTest test{.id = "system.surroundings",
                           .device = "cuda",
                           .seconds = 0.02,
                           .timeout_s = 120,
                           .variant = variant};
    auto results = runner.carry_out(test, 1, std::nullopt);
    EXPECT_TRUE(results && results->size() == 2);
    if (!results || results->size() != 2) return std::vector<Result>(2);
    for (const Result& result : *results) EXPECT_EQ(result.outcome, Outcome::ok) << result.reason;
    return std::move(*results);
  }
  static std::set<std::string> workers(const std::vector<Result>& results) {
    std::set<std::string> all;
    for (const Result& result : results) all.insert(result.facts.at("worker"));
    return all;
  }

  SystemClock clock;
  Runner runner{{.crews = {{"cuda", crew_of_gpus(std::vector(2, worker_double("honest")))}},
                 .codec = codec(),
                 .clock = clock},
                {}};
};

TEST_F(Variants, FindTheirEnvironmentInAllWorkers) {
  for (const Result& result : in({"left", {{"ASSAY_TEST_A", "a = b"}, {"ASSAY_TEST_B", ""}}})) {
    EXPECT_EQ(result.facts.at("ASSAY_TEST_A"), "a = b");
    EXPECT_EQ(result.facts.at("ASSAY_TEST_B"), "") << "in place of the parent's";
    EXPECT_EQ(result.facts.at("variant"), "left");
  }
  EXPECT_EQ(std::getenv("ASSAY_TEST_A"), nullptr) << "the parent's own stays as it is";
}

TEST_F(Variants, LeaveNothingBehind) {
  const auto before = in({});
  const auto variant = in({"left", {{"ASSAY_TEST_A", "1"}}});
  const auto after = in({});
  EXPECT_FALSE(after.front().facts.contains("ASSAY_TEST_A"));
  EXPECT_EQ(after.front().facts.at("ASSAY_TEST_B"), "of the parent");
  std::set<std::string> all;
  for (const auto& results : {before, variant, after}) all.merge(workers(results));
  EXPECT_EQ(all.size(), 6U) << "each had two workers of its own";
}

TEST_F(Variants, OfOneEnvironmentShareTheirWorkers) {
  const Variant left{"left", {{"ASSAY_TEST_A", "1"}}};
  EXPECT_EQ(workers(in(left)), workers(in(left)));
  EXPECT_EQ(workers(in({})), workers(in({"named only"})));
}

}  // namespace
}  // namespace assay
