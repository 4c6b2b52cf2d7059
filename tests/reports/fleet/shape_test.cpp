// A shape may only pass what the ordinary reader and judge pass; and it must pass what differs in
// nothing that matters, or it would be of no use.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/error.hpp"
#include "reports/fleet/shape.hpp"
#include "reports/reader.hpp"
#include "reports/writer.hpp"
#include "tests/reports/fleet/rich_report.hpp"
#include "tests/reports/io/mutate.hpp"
#include "tests/reports/judge/sample.hpp"

namespace assay::test {
namespace {

using Json = nlohmann::ordered_json;
using fleet::Shape;

/// The truth: does the ordinary way pass `json`?
bool judge_passes(const std::string& json) {
  try {
    return rich_criteria().judge({read_report(json, "r"), "r", ""}).verdict == Verdict::pass;
  } catch (const InputError&) {
    return false;
  }
}

class OneShape : public testing::Test {
 protected:
  void SetUp() override {
    const ReadReport read{read_report(text, "r"), "r", ""};
    const Judgement judgement = criteria.judge(read);
    ASSERT_EQ(judgement.verdict, Verdict::pass) << reasons_of(judgement);
    shape = Shape::cut(text, read, criteria);
    ASSERT_NE(shape, nullptr);
  }

  /// What the shape passes, the ordinary way must pass, too.
  void compare(const std::string& json, const std::string& what) {
    if (!shape->passes(json)) {
      ++others;
      return;
    }
    ++fast_passes;
    EXPECT_TRUE(judge_passes(json)) << what << " is passed by the shape alone";
  }

  fleet::Criteria criteria = rich_criteria();
  const std::string text = plain_json(rich_report());
  std::unique_ptr<Shape> shape;
  int fast_passes = 0, others = 0;
};

using Pointer = Json::json_pointer;

/// Every value in `json`, itself first.
void collect(const Json& json, const Pointer& at, std::vector<Pointer>& all) {
  all.push_back(at);
  if (json.is_object())
    for (const auto& [key, value] : json.items()) collect(value, at / key, all);
  if (json.is_array())
    for (std::size_t i = 0; i < json.size(); ++i) collect(json[i], at / i, all);
}

std::vector<Pointer> all_values(const Json& json) {
  std::vector<Pointer> all;
  collect(json, Pointer(), all);
  return all;
}

/// What JSON texts may hold in place of any value; "~" stands for the value itself.
std::vector<std::string> replacements(const Json& value) {
  if (value.is_number()) {
    const auto number = value.get<double>();
    return {"0",
            "-1",
            "1",
            "1e30",
            "-0",
            "1e400",
            "01",
            "1.",
            "NaN",
            "null",
            "true",
            "\"1\"",
            "[]",
            "3.0",
            "9223372036854775808",
            "1e-320",
            Json(number * 1.0001).dump(),
            Json(number * 0.9999).dump(),
            Json(number * 0.5).dump(),
            Json(number * 2.5).dump(),
            Json(static_cast<std::int64_t>(number) + 1).dump()};
  }
  if (value.is_string())
    return {"\"\"",
            "\"x\"",
            R"("X\u0041")",
            "\"\xC3\xBC\"",
            "\"a\tb\"",
            "\"on\"",
            "null",
            "1",
            "true",
            "{}",
            "\"unterminated",
            "\"2026-11-21T19:30:00Z\"",
            "\"2026-11-19T19:30:00Z\"",
            "\"node-0002\"",
            "\"1650123000001\"",
            R"("\ud800")"};
  return {"null", "true", "false", "[]", "{}", "0", "[null]", "[[1,2,3]]", "[[1,2]]"};
}

TEST_F(OneShape, EveryValueInTurnIsReplaced) {
  const std::string here = "\"@here@\"";
  Json json = Json::parse(text);
  for (const Pointer& place : all_values(json)) {
    const Json kept = json.at(place);
    json.at(place) = "@here@";
    const std::string with = json.dump();
    json.at(place) = kept;
    for (const std::string& replacement : replacements(kept)) {
      std::string changed = with;
      changed.replace(with.find(here), here.size(), replacement);
      compare(changed, place.to_string() + " = " + replacement);
    }
  }
  EXPECT_GT(fast_passes, 1000);
  EXPECT_GT(others, 2000);
}

TEST_F(OneShape, EveryMemberInTurnIsDroppedAndDoubled) {
  const Json whole = Json::parse(text);
  for (const Pointer& place : all_values(whole)) {
    const std::size_t members = whole.at(place).is_structured() ? whole.at(place).size() : 0;
    for (std::size_t i = 0; i < members; ++i) {
      Json less = whole;
      Json& part = less.at(place);
      part.erase(std::next(part.begin(), static_cast<std::ptrdiff_t>(i)));
      compare(less.dump(), place.to_string() + " without " + std::to_string(i));
      if (!part.is_array()) continue;
      Json more = whole;
      more.at(place).push_back(whole.at(place)[i]);
      compare(more.dump(), place.to_string() + " doubling " + std::to_string(i));
    }
  }
  EXPECT_GT(others, 100);
}

TEST_F(OneShape, BrokenAndRandomlyChangedReports) {
  for (std::uint64_t seed = 0; seed < 3000; ++seed) {
    Dice dice(seed);
    compare(mutate(text, dice), "seed " + std::to_string(seed));
  }
  EXPECT_GT(others, 1000);
}

TEST_F(OneShape, EveryPrefixIsNoReport) {
  for (std::size_t n = 0; n < text.size(); n += 7)
    EXPECT_FALSE(shape->passes(std::string_view(text).substr(0, n))) << n;
  EXPECT_FALSE(shape->passes(text + " "));
  EXPECT_TRUE(shape->passes(text));
}

/// All numbers of many nodes at once, as a fleet has them.
TEST_F(OneShape, NodesThatDifferInNumbersAloneArePassedByIt) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Dice dice(seed);
    Report report = rich_report(dice.chance(0.5) ? "node-0002" : "node-0777");
    // These hosts have no serials in the site file, so the shape of one that has does not prove it.
    const std::unique_ptr<Shape> of_any = [&] {
      const std::string first = plain_json(report);
      return Shape::cut(first, {read_report(first, "r"), "r", ""}, criteria);
    }();
    for (Result& result : report.results)
      for (Metric& metric : result.metrics)
        if (metric.samples)
          metric = [&] {
            Metric drawn = rate(metric.name, metric.unit,
                                metric.samples->p50 * (dice.chance(0.02) ? 0.7 : 1.01),
                                static_cast<int>(metric.samples->n));
            drawn.peak = metric.peak;
            drawn.nominal = metric.nominal;
            return drawn;
          }();
    report.run.id = "id-" + std::to_string(seed);
    report.node.serial = "SN-" + std::to_string(seed);
    report.telemetry.front().values.resize(dice.below(9));
    const std::string json = plain_json(report);
    EXPECT_EQ(of_any->passes(json), judge_passes(json)) << seed;
    if (of_any->passes(json)) {
      EXPECT_EQ(of_any->report().node.hostname, report.node.hostname);
      EXPECT_EQ(of_any->report().results[3].metrics, report.results[3].metrics);
    }
  }
}

TEST(Shapes, RepeatedTestsAndFabricsHaveNone) {
  Report report = rich_report();
  report.results.push_back(report.results.front());
  report.results.back().attempt = 2;
  const std::string json = plain_json(report);
  EXPECT_EQ(Shape::cut(json, {report, "r", ""}, rich_criteria()), nullptr);
}

/// The writer's own layout, too.
TEST(Shapes, OfReportsLaidOutForPeople) {
  const fleet::Criteria criteria = rich_criteria();
  const std::string text = to_json(rich_report("node-0002"));
  const auto shape = Shape::cut(text, {read_report(text, "r"), "r", ""}, criteria);
  ASSERT_NE(shape, nullptr);
  EXPECT_TRUE(shape->passes(to_json(rich_report("node-0003"))));
  EXPECT_FALSE(shape->passes(to_json(rich_report("node-0001"))));  // its serials must be looked at
}

}  // namespace
}  // namespace assay::test
