#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.hpp"
#include "reports/reader.hpp"
#include "tests/reports/io/reader_input.hpp"

namespace assay {
namespace {

using test::edited;
using test::good;
using test::refusal;
using testing::HasSubstr;

TEST(Reader, AcceptsWhatTheTableEdits) { EXPECT_EQ(refusal(good()), "accepted"); }

TEST(Reader, RefusesEveryTruncation) {
  for (std::size_t n = 0; n < good().size(); ++n) {
    const std::string message = refusal(good().substr(0, n));
    EXPECT_THAT(message, HasSubstr("r.json:")) << n;
    EXPECT_THAT(message, HasSubstr("not valid JSON")) << n;
  }
}

TEST(Reader, CountsLinesFromWhereTheDocumentStarts) {
  const std::string bad = edited(good(), "1.5,", "\"1.5\",");
  ReportReader reader;
  for (const auto& [json, says] : {std::pair{bad, "f:51: results[0].metrics[0].value: "},
                                   std::pair{good().substr(0, 20), "f:42: "}}) {
    try {
      (void)reader.report(json, "f", 41);
      ADD_FAILURE() << "accepted";
    } catch (const InputError& error) {
      EXPECT_THAT(error.what(), testing::StartsWith(says));
    }
  }
}

std::string nested(std::size_t levels) {
  const std::string inner = std::string(levels, '[') + std::string(levels, ']');
  return edited(good(), "[1]", inner);
}

TEST(Reader, RefusesWhatIsTooDeep) {
  EXPECT_EQ(refusal(nested(30)), "accepted");  // below two objects: 32 levels
  for (const std::size_t levels : {31U, 32U, 50U, 70U, 100'000U})
    EXPECT_THAT(refusal(nested(levels)), HasSubstr("nested deeper than 32 levels")) << levels;
}

TEST(Reader, RefusesWhatIsTooLong) {
  const std::string padding((std::size_t{64} << 20) - good().size(), ' ');
  EXPECT_EQ(refusal(good() + padding), "accepted");
  EXPECT_EQ(refusal(good() + padding + " "), "r.json:1: is longer than 64 MiB");
}

TEST(Reader, HandlesManyUnknownKeys) {
  std::string many;
  for (int i = 0; i < 20'000; ++i) many += "\"k" + std::to_string(i) + "\": 0, ";
  EXPECT_EQ(refusal(edited(good(), "\"x\"", many + "\"x\"")), "accepted");
  EXPECT_EQ(refusal(edited(good(), "\"x\"", many + "\"k7\"")),
            "r.json:18: later.k7: stands twice in its object");
}

TEST(Reader, HandlesManyMetrics) {
  std::string many;
  for (int i = 0; i < 20'000; ++i)
    many += R"({"name": "m)" + std::to_string(i) + R"(", "unit": "s", "better": "lower"}, )";
  const std::string from = R"("metrics": [)";
  EXPECT_EQ(refusal(edited(good(), from, from + many)), "accepted");
  const std::string again = R"({"name": "m7", "unit": "s", "better": "lower"}, )";
  EXPECT_EQ(refusal(edited(good(), from, from + many + again)),
            "r.json:10: results[0].metrics[20000]: is a second metric named \"m7\" in one result");
}

TEST(Reader, ShowsHostileTextTamed) {
  const std::string hostile = "\\u001b[2J" + std::string(1000, 'x');
  const std::string message = refusal(edited(good(), "B/s", hostile));
  EXPECT_EQ(message.find('\x1b'), std::string::npos);
  EXPECT_LT(message.size(), 200U);
  const std::string key = refusal(edited(good(), "\"bytes\": 8", "\"" + hostile + "\": []"));
  EXPECT_EQ(key.find('\x1b'), std::string::npos);
  EXPECT_LT(key.size(), 200U);
  EXPECT_LT(refusal(std::string(100'000, '[') + "\xFF").size(), 400U);
  EXPECT_LT(refusal(edited(good(), "\"a.b\"", "\"" + std::string(100'000, 'x') + "\n")).size(),
            400U);
}

struct Legible {
  const char* what;
  std::string from, to;
};
std::ostream& operator<<(std::ostream& out, const Legible& row) { return out << row.what; }

class ReaderAccepts : public testing::TestWithParam<Legible> {};

TEST_P(ReaderAccepts, BadButLegible) {
  EXPECT_EQ(refusal(edited(good(), GetParam().from, GetParam().to)), "accepted");
}

const Legible legible_rows[] = {
    {"no value", "\"value\": 1.5,", ""},
    {"null value", "1.5,", "null,"},
    {"no samples", "\"n\": 3", "\"n\": 0"},
    {"value is not its statistic", "1.5,", "9.5,"},
    {"incomplete run", "true", "false"},
    {"twice the same result", "\"results\": [",
     "\"results\": [{\"test\": \"a.b\", \"subject\": {\"kind\": \"gpu\", \"index\": 0}, "
     "\"outcome\": \"ok\", "
     "\"metrics\": [], \"defects\": []},"},
    {"another known unit", "B/s", "s"},
    {"unknown level", "\"quick\"", "\"slow\""},
    {"later minor version", "1.0", "1.37"},
    {"integer for a number", "1.5,", "2,"},
    {"injected", "\"injected\": []", R"("injected": ["slow"])"},
    {"error without reason", "\"ok\"", "\"error\""},
};
INSTANTIATE_TEST_SUITE_P(Table, ReaderAccepts, testing::ValuesIn(legible_rows));

TEST(Reader, ANullValueIsAbsent) {
  const Report report = read_report(edited(good(), "1.5,", "null,"), "r");
  EXPECT_EQ(report.results.at(0).metrics.at(0).value, std::nullopt);
}

TEST(Reader, ResultLinesAreHeldToTheSameRules) {
  try {
    (void)read_result(
        R"({"test": "a", "subject": {"kind": "node"}, "outcome": "ok", "metrics": [3]})", "w");
    ADD_FAILURE() << "accepted";
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(), "w:1: metrics[0]: must be an object");
  }
}

}  // namespace
}  // namespace assay
