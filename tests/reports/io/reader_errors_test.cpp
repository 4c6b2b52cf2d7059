#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.hpp"
#include "reports/reader.hpp"

namespace assay {
namespace {

using testing::HasSubstr;

const std::string kGood = R"({
  "schema": "assay/report",
  "schema_version": "1.0",
  "run": {"id": "r", "started": "s", "complete": true, "level": "quick",
          "nodes": 1, "tool": {"name": "assay"}, "injected": []},
  "node": {"hostname": "n", "gpus": [{"index": 0}]},
  "results": [
    {"test": "a.b", "subject": {"kind": "gpu", "index": 0}, "outcome": "ok", "attempt": 1,
     "params": {"bytes": 8},
     "metrics": [
       {"name": "bandwidth", "unit": "B/s", "better": "higher", "value": 1.5,
        "samples": {"n": 3, "p05": 1.5}}],
     "telemetry": {"power_w": {"mean": 1}, "lost": []},
     "defects": []}],
  "events": [{"at": "t", "kind": "xid"}],
  "telemetry": {"series": [
    {"name": "power", "unit": "W", "t0": 0, "period_s": 1, "values": [[1, 2, 3], null]}]},
  "later": {"x": [1]}
})";

/// `text` with its one `from` replaced by `to`.
std::string edited(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  if (at == std::string::npos) throw std::logic_error("no " + from);
  return text.replace(at, from.size(), to);
}

std::string refusal(const std::string& json) {
  try {
    (void)read_report(json, "r.json");
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

struct Row {
  const char* what;
  std::string from, to;
  std::string says;  ///< the whole message, or its start
};

void PrintTo(const Row& row, std::ostream* out) { *out << row.what; }

class ReaderRefuses : public testing::TestWithParam<Row> {};

TEST_P(ReaderRefuses, NamingLineAndField) {
  const Row& row = GetParam();
  EXPECT_THAT(refusal(edited(kGood, row.from, row.to)), testing::StartsWith(row.says));
}

const Row kTypes[] = {
    {"text for a number", "1.5,", "\"1.5\",",
     "r.json:11: results[0].metrics[0].value: must be a number"},
    {"number for text", "\"a.b\"", "7", "r.json:8: results[0].test: must be a string"},
    {"text for a flag", "true", "\"true\"", "r.json:4: run.complete: must be true or false"},
    {"fraction for an integer", "\"index\": 0}]", "\"index\": 0.5}]",
     "r.json:6: node.gpus[0].index: must be an integer"},
    {"object for a list", "\"defects\": []", "\"defects\": {}",
     "r.json:14: results[0].defects: must be an array"},
    {"list for an object", "{\"hostname\": \"n\", \"gpus\": [{\"index\": 0}]}", "[]",
     "r.json:6: node: must be an object"},
    {"null for text", "\"a.b\"", "null", "r.json:8: results[0].test: must be a string"},
    {"null for a statistic", "\"p05\": 1.5", "\"p05\": null",
     "r.json:12: results[0].metrics[0].samples.p05: must be a number"},
    {"list for a parameter", "8}", "[8]}",
     "r.json:9: results[0].params.bytes: must be a number, a string, true or false"},
    {"text for a telemetry number", "\"mean\": 1", "\"mean\": \"1\"",
     "r.json:13: results[0].telemetry.power_w.mean: must be a number"},
    {"two of three", "[1, 2, 3]", "[1, 2]",
     "r.json:17: telemetry.series[0].values[0]: must be [min, mean, max] or null"},
    {"four of three", "[1, 2, 3]", "[1, 2, 3, 4]",
     "r.json:17: telemetry.series[0].values[0]: must be [min"},
    {"text among three", "[1, 2, 3]", "[1, 2, \"3\"]",
     "r.json:17: telemetry.series[0].values[0][2]: must be a number"},
    {"not an object", kGood, "[1]", "r.json:1: must be an object"},
    {"only a number", kGood, "\n\n3", "r.json:3: must be an object"},
};
INSTANTIATE_TEST_SUITE_P(Types, ReaderRefuses, testing::ValuesIn(kTypes));

const Row kValues[] = {
    {"unknown unit", "B/s", "GB/s", "r.json:11: results[0].metrics[0].unit: unknown unit \"GB/s\""},
    {"unit of a series", "\"W\"", "\"kW\"",
     "r.json:17: telemetry.series[0].unit: unknown unit \"kW\""},
    {"unknown outcome", "\"ok\"", "\"fine\"",
     "r.json:8: results[0].outcome: unknown outcome \"fine\""},
    {"unknown direction", "higher", "up",
     "r.json:11: results[0].metrics[0].better: must be \"higher\" or"},
    {"negative n", "\"n\": 3", "\"n\": -3",
     "r.json:12: results[0].metrics[0].samples.n: must be at least 0"},
    {"n beyond 63 bits", "\"n\": 3", "\"n\": 9223372036854775808",
     "r.json:12: results[0].metrics[0].samples.n: is out of range"},
    {"n beyond 64 bits", "\"n\": 3", "\"n\": 99999999999999999999",
     "r.json:12: results[0].metrics[0].samples.n: the number 99999999999999999999 is out of range"},
    {"parameter beyond 63 bits", "8}", "18446744073709551615}",
     "r.json:9: results[0].params.bytes: is out of range"},
    {"beyond a double", "1.5,", "1e999,",
     "r.json:11: results[0].metrics[0].value: not valid JSON: number overflow"},
    {"attempt nought", "\"attempt\": 1", "\"attempt\": 0",
     "r.json:8: results[0].attempt: must be at least 1"},
    {"no nodes", "\"nodes\": 1", "\"nodes\": 0", "r.json:5: run.nodes: must be at least 1"},
    {"another schema", "assay/report", "assay/events",
     "r.json:2: schema: must be \"assay/report\""},
    {"next major version", "\"1.0\"", "\"2.0\"",
     "r.json:3: schema_version: version 2.0 is unknown; this"},
    {"version without minor", "\"1.0\"", "\"1\"",
     "r.json:3: schema_version: must be two numbers and a dot"},
    {"version in words", "\"1.0\"", "\"1.x\"",
     "r.json:3: schema_version: must be two numbers and a dot"},
    {"version with a tail", "\"1.0\"", "\"1.0-rc\"",
     "r.json:3: schema_version: must be two numbers and a dot"},
    {"version as a number", "\"1.0\"", "1.0", "r.json:3: schema_version: must be a string"},
};
INSTANTIATE_TEST_SUITE_P(Values, ReaderRefuses, testing::ValuesIn(kValues));

const Row kMissing[] = {
    {"schema", "\"schema\": \"assay/report\",", "", "r.json:1: schema: is missing"},
    {"schema version", "\"schema_version\": \"1.0\",", "", "r.json:1: schema_version: is missing"},
    {"hostname", "\"hostname\": \"n\",", "", "r.json:6: node.hostname: is missing"},
    {"run.id", "\"id\": \"r\",", "", "r.json:4: run.id: is missing"},
    {"run.complete", "\"complete\": true,", "", "r.json:4: run.complete: is missing"},
    {"run.level", ", \"level\": \"quick\"", "", "r.json:4: run.level: is missing"},
    {"run.injected", ", \"injected\": []", "", "r.json:4: run.injected: is missing"},
    {"tool name", "\"name\": \"assay\"", "", "r.json:5: run.tool.name: is missing"},
    {"outcome", "\"outcome\": \"ok\",", "", "r.json:8: results[0].outcome: is missing"},
    {"defects", ",\n     \"defects\": []", "", "r.json:8: results[0].defects: is missing"},
    {"unit", "\"unit\": \"B/s\",", "", "r.json:11: results[0].metrics[0].unit: is missing"},
    {"better", "\"better\": \"higher\",", "",
     "r.json:11: results[0].metrics[0].better: is missing"},
    {"n", "\"n\": 3,", "", "r.json:12: results[0].metrics[0].samples.n: is missing"},
    {"kind", "\"kind\": \"gpu\",", "", "r.json:8: results[0].subject.kind: is missing"},
    {"period", "\"period_s\": 1,", "", "r.json:17: telemetry.series[0].period_s: is missing"},
};
INSTANTIATE_TEST_SUITE_P(Missing, ReaderRefuses, testing::ValuesIn(kMissing));

const Row kTwice[] = {
    {"known key", "\"complete\": true,", "\"complete\": false,\n\"complete\": true,",
     "r.json:5: run.complete: stands twice in its object"},
    {"known key, written otherwise", "\"complete\": true,",
     "\"complete\": false,\n\"\\u0063omplete\": true,",
     "r.json:5: run.complete: stands twice in its object"},
    {"parameter", "\"bytes\": 8", "\"bytes\": 8,\n \"bytes\": 9",
     "r.json:10: results[0].params.bytes: stands twice in its object"},
    {"telemetry quantity", "\"lost\": []", "\"power_w\": {}",
     "r.json:13: results[0].telemetry.power_w: stands twice in its object"},
    {"lost", "\"lost\": []", "\"lost\": [],\n\"lost\": []",
     "r.json:14: results[0].telemetry.lost: stands twice in its object"},
    {"unknown key", "\"later\"", "\"later\": 1,\n\"later\"",
     "r.json:19: later: stands twice in its object"},
    {"within the unknown", "[1]", "[1, {\"a\": 1,\n\"b\": 2,\n\"a\": 3}]",
     "r.json:20: later.x[1].a: stands twice in its object"},
    {"metric", "\"metrics\": [",
     "\"metrics\": [{\"name\": \"bandwidth\", \"unit\": \"s\", \"better\": \"lower\"},",
     "r.json:11: results[0].metrics[1]: is a second metric named \"bandwidth\" in one result"},
};
INSTANTIATE_TEST_SUITE_P(Twice, ReaderRefuses, testing::ValuesIn(kTwice));

const Row kSyntax[] = {
    {"NaN", "1.5,", "NaN,", "r.json:11: results[0].metrics[0].value: not valid JSON: "},
    {"Infinity", "1.5,", "Infinity,", "r.json:11: results[0].metrics[0].value: not valid JSON: "},
    {"comma at the end", "1.5}}]", "1.5,}}]", "r.json:12: results[0].metrics[0].samples"},
    {"comma missing", "\"B/s\",", "\"B/s\"",
     "r.json:11: results[0].metrics[0].unit: not valid JSON: "},
    {"comment", "\"events\"", "// none\n\"events\"", "r.json:15: "},
    {"single quotes", "\"a.b\"", "'a.b'", "r.json:8: results[0].test: not valid JSON: "},
    {"not UTF-8", "\"a.b\"", "\"a.\xFF\"", "r.json:8: results[0].test: not valid JSON: "},
    {"half a surrogate", "\"a.b\"", "\"\\ud800\"", "r.json:8: results[0].test: not valid JSON: "},
    {"raw newline in text", "\"a.b\"", "\"a\nb\"", "r.json:8: results[0].test: not valid JSON: "},
    {"more after the end", "{\"x\": [1]}\n}", "1\n} {}", "r.json:19: not valid JSON: "},
    {"leading nought", "\"n\": 3", "\"n\": 03",
     "r.json:12: results[0].metrics[0].samples.n: not valid JSON: "},
};
INSTANTIATE_TEST_SUITE_P(Syntax, ReaderRefuses, testing::ValuesIn(kSyntax));

TEST(Reader, AcceptsWhatTheTableEdits) { EXPECT_EQ(refusal(kGood), "accepted"); }

TEST(Reader, RefusesEveryTruncation) {
  for (std::size_t n = 0; n < kGood.size(); ++n) {
    const std::string message = refusal(kGood.substr(0, n));
    EXPECT_THAT(message, HasSubstr("r.json:")) << n;
    EXPECT_THAT(message, HasSubstr("not valid JSON")) << n;
  }
}

TEST(Reader, CountsLinesFromWhereTheDocumentStarts) {
  const std::string bad = edited(kGood, "1.5,", "\"1.5\",");
  ReportReader reader;
  for (const auto& [json, says] : {std::pair{bad, "f:51: results[0].metrics[0].value: "},
                                   std::pair{kGood.substr(0, 20), "f:42: "}}) {
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
  return edited(kGood, "[1]", inner);
}

TEST(Reader, RefusesWhatIsTooDeep) {
  EXPECT_EQ(refusal(nested(30)), "accepted");  // below two objects: 32 levels
  for (const std::size_t levels : {31U, 32U, 50U, 70U, 100'000U})
    EXPECT_THAT(refusal(nested(levels)), HasSubstr("nested deeper than 32 levels")) << levels;
}

TEST(Reader, RefusesWhatIsTooLong) {
  const std::string padding((std::size_t{64} << 20) - kGood.size(), ' ');
  EXPECT_EQ(refusal(kGood + padding), "accepted");
  EXPECT_EQ(refusal(kGood + padding + " "), "r.json:1: is longer than 64 MiB");
}

TEST(Reader, HandlesManyUnknownKeys) {
  std::string many;
  for (int i = 0; i < 20'000; ++i) many += "\"k" + std::to_string(i) + "\": 0, ";
  EXPECT_EQ(refusal(edited(kGood, "\"x\"", many + "\"x\"")), "accepted");
  EXPECT_EQ(refusal(edited(kGood, "\"x\"", many + "\"k7\"")),
            "r.json:18: later.k7: stands twice in its object");
}

TEST(Reader, ShowsHostileTextTamed) {
  const std::string hostile = "\\u001b[2J" + std::string(1000, 'x');
  const std::string message = refusal(edited(kGood, "B/s", hostile));
  EXPECT_EQ(message.find('\x1b'), std::string::npos);
  EXPECT_LT(message.size(), 200U);
  const std::string key = refusal(edited(kGood, "\"bytes\": 8", "\"" + hostile + "\": []"));
  EXPECT_EQ(key.find('\x1b'), std::string::npos);
  EXPECT_LT(key.size(), 200U);
  EXPECT_LT(refusal(edited(kGood, "\"a.b\"", "\"" + std::string(100'000, 'x') + "\n")).size(),
            400U);
}

struct Legible {
  const char* what;
  std::string from, to;
};
void PrintTo(const Legible& row, std::ostream* out) { *out << row.what; }

class ReaderAccepts : public testing::TestWithParam<Legible> {};

TEST_P(ReaderAccepts, BadButLegible) {
  EXPECT_EQ(refusal(edited(kGood, GetParam().from, GetParam().to)), "accepted");
}

const Legible kLegible[] = {
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
    {"injected", "\"injected\": []", "\"injected\": [\"slow\"]"},
    {"error without reason", "\"ok\"", "\"error\""},
};
INSTANTIATE_TEST_SUITE_P(Table, ReaderAccepts, testing::ValuesIn(kLegible));

TEST(Reader, ANullValueIsAbsent) {
  const Report report = read_report(edited(kGood, "1.5,", "null,"), "r");
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
