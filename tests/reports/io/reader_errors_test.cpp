#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/reports/io/reader_input.hpp"

namespace assay {
namespace {

using test::edited;
using test::good;
using test::refusal;

struct Row {
  const char* what;
  std::string from, to;
  std::string says;  ///< the whole message, or its start
};

std::ostream& operator<<(std::ostream& out, const Row& row) { return out << row.what; }

class ReaderRefuses : public testing::TestWithParam<Row> {};

TEST_P(ReaderRefuses, NamingLineAndField) {
  const Row& row = GetParam();
  EXPECT_THAT(refusal(edited(good(), row.from, row.to)), testing::StartsWith(row.says));
}

const Row type_rows[] = {
    {"text for a number", "1.5,", "\"1.5\",",
     "r.json:11: results[0].metrics[0].value: must be a number"},
    {"number for text", "\"a.b\"", "7", "r.json:8: results[0].test: must be a string"},
    {"text for a flag", "true", "\"true\"", "r.json:4: run.complete: must be true or false"},
    {"fraction for an integer", "\"index\": 0}]", "\"index\": 0.5}]",
     "r.json:6: node.gpus[0].index: must be an integer"},
    {"object for a list", "\"defects\": []", "\"defects\": {}",
     "r.json:14: results[0].defects: must be an array"},
    {"list for an object", R"({"hostname": "n", "gpus": [{"index": 0}]})", "[]",
     "r.json:6: node: must be an object"},
    {"null for text", "\"a.b\"", "null", "r.json:8: results[0].test: must be a string"},
    {"null for a statistic", "\"p05\": 1.5", "\"p05\": null",
     "r.json:12: results[0].metrics[0].samples.p05: must be a number"},
    {"list for a parameter", "8}", "[8]}",
     "r.json:9: results[0].params.bytes: must be a number, a string, true or false"},
    {"text for a telemetry number", "\"mean\": 1", R"("mean": "1")",
     "r.json:13: results[0].telemetry.power_w.mean: must be a number"},
    {"two of three", "[1, 2, 3]", "[1, 2]",
     "r.json:17: telemetry.series[0].values[0]: must be [min, mean, max] or null"},
    {"four of three", "[1, 2, 3]", "[1, 2, 3, 4]",
     "r.json:17: telemetry.series[0].values[0]: must be [min"},
    {"text among three", "[1, 2, 3]", "[1, 2, \"3\"]",
     "r.json:17: telemetry.series[0].values[0][2]: must be a number"},
    {"not an object", good(), "[1]", "r.json:1: must be an object"},
    {"only a number", good(), "\n\n3", "r.json:3: must be an object"},
};
INSTANTIATE_TEST_SUITE_P(Types, ReaderRefuses, testing::ValuesIn(type_rows));

const Row value_rows[] = {
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
INSTANTIATE_TEST_SUITE_P(Values, ReaderRefuses, testing::ValuesIn(value_rows));

const Row missing_rows[] = {
    {"schema", R"("schema": "assay/report",)", "", "r.json:1: schema: is missing"},
    {"schema version", R"("schema_version": "1.0",)", "", "r.json:1: schema_version: is missing"},
    {"hostname", R"("hostname": "n",)", "", "r.json:6: node.hostname: is missing"},
    {"run.id", R"("id": "r",)", "", "r.json:4: run.id: is missing"},
    {"run.complete", "\"complete\": true,", "", "r.json:4: run.complete: is missing"},
    {"run.level", R"(, "level": "quick")", "", "r.json:4: run.level: is missing"},
    {"run.injected", ", \"injected\": []", "", "r.json:4: run.injected: is missing"},
    {"tool name", R"("name": "assay")", "", "r.json:5: run.tool.name: is missing"},
    {"outcome", R"("outcome": "ok",)", "", "r.json:8: results[0].outcome: is missing"},
    {"defects", ",\n     \"defects\": []", "", "r.json:8: results[0].defects: is missing"},
    {"unit", R"("unit": "B/s",)", "", "r.json:11: results[0].metrics[0].unit: is missing"},
    {"better", R"("better": "higher",)", "", "r.json:11: results[0].metrics[0].better: is missing"},
    {"n", "\"n\": 3,", "", "r.json:12: results[0].metrics[0].samples.n: is missing"},
    {"kind", R"("kind": "gpu",)", "", "r.json:8: results[0].subject.kind: is missing"},
    {"period", "\"period_s\": 1,", "", "r.json:17: telemetry.series[0].period_s: is missing"},
};
INSTANTIATE_TEST_SUITE_P(Missing, ReaderRefuses, testing::ValuesIn(missing_rows));

const Row twice_rows[] = {
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
     R"("metrics": [{"name": "bandwidth", "unit": "s", "better": "lower"},)",
     "r.json:11: results[0].metrics[1]: is a second metric named \"bandwidth\" in one result"},
};
INSTANTIATE_TEST_SUITE_P(Twice, ReaderRefuses, testing::ValuesIn(twice_rows));

const Row syntax_rows[] = {
    {"NaN", "1.5,", "NaN,", "r.json:11: results[0].metrics[0].value: not valid JSON: "},
    {"Infinity", "1.5,", "Infinity,", "r.json:11: results[0].metrics[0].value: not valid JSON: "},
    {"comma at the end", "1.5}}]", "1.5,}}]", "r.json:12: results[0].metrics[0].samples"},
    {"comma missing", "\"B/s\",", "\"B/s\"",
     "r.json:11: results[0].metrics[0].unit: not valid JSON: "},
    {"comment", "\"events\"", "// none\n\"events\"", "r.json:15: "},
    {"single quotes", "\"a.b\"", "'a.b'", "r.json:8: results[0].test: not valid JSON: "},
    {"not UTF-8", "\"a.b\"", "\"a.\xFF\"", "r.json:8: results[0].test: not valid JSON: "},
    {"half a surrogate", "\"a.b\"", R"("\ud800")", "r.json:8: results[0].test: not valid JSON: "},
    {"raw newline in text", "\"a.b\"", "\"a\nb\"", "r.json:8: results[0].test: not valid JSON: "},
    {"more after the end", "{\"x\": [1]}\n}", "1\n} {}", "r.json:19: not valid JSON: "},
    {"leading nought", "\"n\": 3", "\"n\": 03",
     "r.json:12: results[0].metrics[0].samples.n: not valid JSON: "},
};
INSTANTIATE_TEST_SUITE_P(Syntax, ReaderRefuses, testing::ValuesIn(syntax_rows));

}  // namespace
}  // namespace assay
