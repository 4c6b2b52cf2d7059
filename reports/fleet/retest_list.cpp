#include "reports/fleet/retest_list.hpp"

#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "core/error.hpp"
#include "reports/io/documents.hpp"
#include "reports/io/lines_in.hpp"

namespace assay::fleet {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kVersion = 2;  // 1 had no figures

Json json_of(const RetestValue& value) {
  return {{"metric", value.metric},
          {"params", value.params},
          {"statistic", value.statistic},
          {"unit", value.unit},
          {"measured", value.outlier.measured},
          {"location", value.outlier.location},
          {"scale", value.outlier.scale},
          {"freedom", value.outlier.freedom},
          {"tail_factor", value.outlier.tail_factor},
          {"peers", value.outlier.peers},
          {"fail_chance", value.fail_chance}};
}

Json json_of(const Retest& retest) {
  Json line{{"node", retest.node}, {"test", retest.test},         {"subject", retest.subject},
            {"version", kVersion}, {"run", retest.run},           {"report", retest.report},
            {"date", retest.date}, {"hardware", retest.hardware}, {"values", Json::array()}};
  for (const RetestValue& value : retest.values) line["values"].push_back(json_of(value));
  return line;
}

/// One line of the file.
class Line {
 public:
  Line(std::string_view text, const std::string& source, std::size_t number)
      : source_(source), number_(number), json_(Json::parse(text, nullptr, false)) {
    if (!json_.is_object()) fail("", "is no JSON object, as every line of a list of re-tests is");
  }

  [[nodiscard]] Retest retest() const {
    if (json_.contains("schema"))
      fail("", "is a report, not a list of re-tests: name it as REPORT, and the list here");
    const auto version = json_.find("version");
    if (version == json_.end())
      fail("version", "is absent: an older program wrote it; judge those reports again");
    if (*version != kVersion) fail("version", "is none that this program knows");
    Retest retest{.node = text(json_, "node"),
                  .test = text(json_, "test"),
                  .subject = text(json_, "subject"),
                  .run = text(json_, "run"),
                  .report = text(json_, "report"),
                  .date = text(json_, "date"),
                  .hardware = text(json_, "hardware")};
    const auto values = json_.find("values");
    if (values == json_.end() || !values->is_array()) fail("values", "is no list");
    for (const Json& value : *values) retest.values.push_back(value_of(value));
    return retest;
  }

 private:
  [[noreturn]] void fail(const std::string& field, const std::string& what) const {
    throw InputError(source_, number_, field, what);
  }

  [[nodiscard]] std::string text(const Json& from, const char* name) const {
    const auto found = from.find(name);
    if (found == from.end() || !found->is_string()) fail(name, "is absent or no text");
    return found->get<std::string>();
  }

  [[nodiscard]] double number(const Json& from, const char* name) const {
    const auto found = from.find(name);
    if (found == from.end() || !found->is_number()) fail(name, "is absent or no number");
    const auto value = found->get<double>();
    if (!std::isfinite(value)) fail(name, "is not finite");
    return value;
  }

  /// Above 0, where a second look divides by it.
  [[nodiscard]] double positive(const Json& from, const char* name) const {
    const double value = number(from, name);
    if (!(value > 0)) fail(name, "is not above 0");
    return value;
  }

  [[nodiscard]] RetestValue value_of(const Json& json) const {
    if (!json.is_object()) fail("values", "holds something else than objects");
    RetestValue value{.metric = text(json, "metric"),
                      .params = text(json, "params"),
                      .statistic = text(json, "statistic"),
                      .unit = text(json, "unit")};
    value.outlier.measured = number(json, "measured");
    value.outlier.location = number(json, "location");
    value.outlier.scale = positive(json, "scale");
    value.outlier.freedom = number(json, "freedom");
    value.outlier.tail_factor = positive(json, "tail_factor");
    value.outlier.peers = static_cast<std::size_t>(positive(json, "peers"));
    value.fail_chance = positive(json, "fail_chance");
    if (value.fail_chance >= 1) fail("fail_chance", "is not below 1");
    return value;
  }

  const std::string& source_;
  std::size_t number_;
  Json json_;
};

}  // namespace

std::string render_retests(const std::vector<Retest>& retests) {
  std::string out;
  for (const Retest& retest : retests)
    out += json_of(retest).dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
  return out;
}

std::vector<Retest> read_retests(std::string_view text, const std::string& source) {
  std::map<std::tuple<std::string, std::string, std::string, std::string>, Retest> by_key;
  each_line(text, [&](std::string_view line, std::size_t i) {
    if (is_blank(line)) return;
    Retest retest = Line(line, source, i + 1).retest();
    by_key.insert_or_assign(retest.key(), std::move(retest));
  });
  std::vector<Retest> retests;
  retests.reserve(by_key.size());
  for (auto& [key, retest] : by_key) retests.push_back(std::move(retest));
  return retests;
}

}  // namespace assay::fleet
