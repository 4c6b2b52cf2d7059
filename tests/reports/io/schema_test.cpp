#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "core/error.hpp"
#include "reports/reader.hpp"
#include "reports/writer.hpp"
#include "tests/reports/io/differential.hpp"
#include "tests/reports/io/mutate.hpp"

namespace assay {
namespace {

using nlohmann::json;

class ReportSchema : public testing::Test {
 protected:
  static json golden() {
    std::ifstream stream(ASSAY_SOURCE_DIR "/tests/reports/io/golden/report.json");
    return json::parse(stream);
  }
  static bool reads(const std::string& text) {
    try {
      (void)read_report(text, "r");
      return true;
    } catch (const InputError&) {
      return false;
    }
  }
  test::Schema schema_{test::report_schema_file()};
};

void collect(const json& at, const json::json_pointer& here, std::vector<json::json_pointer>& all) {
  if (!here.empty()) all.push_back(here);
  if (at.is_object())
    for (const auto& [key, value] : at.items()) collect(value, here / key, all);
  if (at.is_array())
    for (std::size_t i = 0; i < at.size(); ++i) collect(at[i], here / i, all);
}

json without(json document, const json::json_pointer& place) {
  json& parent = document[place.parent_pointer()];
  if (parent.is_array())
    parent.erase(std::stoul(place.back()));
  else
    parent.erase(place.back());
  return document;
}

TEST_F(ReportSchema, AcceptsWhatIsWritten) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    test::Dice dice(seed);
    EXPECT_THAT(schema_.faults(to_json(test::random_report(dice, 4))), testing::IsEmpty()) << seed;
  }
  EXPECT_THAT(schema_.faults(to_json(Report{})), testing::IsEmpty());
  EXPECT_THAT(schema_.faults(golden().dump()), testing::IsEmpty());
}

TEST_F(ReportSchema, KnowsEveryUnit) {
  Report report;
  report.telemetry.resize(1);
  for (int i = 0; i <= static_cast<int>(Unit::count); ++i) {
    report.telemetry[0].unit = static_cast<Unit>(i);
    EXPECT_THAT(schema_.faults(to_json(report)), testing::IsEmpty()) << i;
  }
}

// Every field of a full report, left out or given each type: reader and schema say the same.
TEST_F(ReportSchema, AgreesWithTheReaderOnEveryField) {
  const json whole = golden();
  std::vector<json::json_pointer> places;
  collect(whole, json::json_pointer(), places);
  ASSERT_GT(places.size(), 150U);
  int refused = 0;
  const auto compare = [&](const json& document, const json::json_pointer& place,
                           const std::string& how) {
    const std::string text = document.dump();
    const auto faults = schema_.faults(text);
    EXPECT_EQ(reads(text), faults.empty()) << place.to_string() << how;
    refused += faults.empty() ? 0 : 1;
  };
  for (const auto& place : places) {
    compare(without(whole, place), place, " left out");
    for (const json& other : {json(nullptr), json(true), json(7), json(0), json(-1), json(0.5),
                              json("text"), json::array(), json::object()}) {
      json document = whole;
      document[place] = other;
      compare(document, place, " = " + other.dump());
    }
  }
  EXPECT_GT(refused, 1000);
}

TEST_F(ReportSchema, SaysWhatIsWrongAndWhere) {
  json document = golden();
  document["results"][0]["metrics"][0]["unit"] = "GB/s";
  EXPECT_THAT(schema_.faults(document.dump()),
              testing::Contains(testing::HasSubstr("[metrics][0][unit]")));
  EXPECT_THAT(schema_.faults("{"), testing::ElementsAre(testing::HasSubstr("parse error")));
}

TEST_F(ReportSchema, AcceptsWhatTheReaderAcceptsOfMutations) {
  int accepted = 0;
  for (std::uint64_t seed = 0; seed < 3000; ++seed) {
    test::Dice dice(seed);
    const std::string mutant = test::mutate(to_json(test::random_report(dice, 2)), dice);
    try {
      accepted += test::check_reader(mutant, schema_) ? 1 : 0;
    } catch (const std::logic_error& broken) {
      FAIL() << "seed " << seed << ": " << broken.what() << "\n" << mutant;
    }
  }
  // Both kinds must be there, or the test says nothing.
  EXPECT_GT(accepted, 300);
  EXPECT_LT(accepted, 2700);
}

}  // namespace
}  // namespace assay
