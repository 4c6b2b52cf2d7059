#include <simdjson.h>

#include <cctype>
#include <charconv>

#include "core/error.hpp"
#include "reports/importers/superbench/rules.hpp"
#include "reports/io/locate.hpp"
#include "reports/io/spot.hpp"

namespace assay {
namespace {

void read_members(const Spot& root, SuperbenchBaseline& baseline) {
  if (!root.is_object()) root.fail("must be an object of metrics and numbers");
  root.members([&](const Spot& metric) {
    if (metric.key().empty()) metric.fail("has no name");
    const double number = metric.number();
    if (!baseline.emplace(metric.key(), number).second) metric.fail("stands here twice");
  });
}

bool has_slash_before_value(std::string_view text) {
  const auto open = text.find('"');
  const auto close = open == std::string_view::npos ? open : text.find('"', open + 1);
  return close != std::string_view::npos &&
         text.substr(open, close - open).find('/') != std::string_view::npos;
}

}  // namespace

bool is_superbench_baseline(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos || text[begin] != '{') return false;
  if (!has_slash_before_value(text.substr(begin, 1024))) return false;
  try {
    return !read_superbench_baseline(text, "").empty();
  } catch (const InputError&) {
    return false;
  }
}

SuperbenchBaseline read_superbench_baseline(std::string_view json, const std::string& source) {
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  if (parser.parse(json.data(), json.size(), true).get(root) != simdjson::SUCCESS) {
    const SyntaxFault fault = explain_syntax(json);
    throw InputError(source, fault.line, fault.field,
                     fault.message.empty() ? "is not JSON" : fault.message);
  }
  SuperbenchBaseline baseline;
  try {
    read_members(Spot(root), baseline);
  } catch (const Refusal& refusal) {
    throw InputError(source, line_of(json, refusal.place()), refusal.field(), refusal.what());
  }
  if (baseline.empty()) throw InputError(source, 1, "", "holds no metric");
  return baseline;
}

SuperbenchName split_superbench_name(std::string_view metric) noexcept {
  SuperbenchName name{metric.substr(0, metric.find('/')), metric, std::nullopt};
  const auto colon = metric.rfind(':');
  const auto slash = metric.rfind('/');
  if (colon == std::string_view::npos || (slash != std::string_view::npos && colon < slash))
    return name;
  const std::string_view digits = metric.substr(colon + 1);
  int rank = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), rank);
  if (error != std::errc{} || end != digits.data() + digits.size() || rank < 0 || digits[0] == '-')
    return name;
  name.family = metric.substr(0, colon);
  name.rank = rank;
  return name;
}

std::optional<double> baseline_of(const SuperbenchBaseline& baseline, std::string_view metric) {
  auto found = baseline.find(metric);
  if (found == baseline.end()) found = baseline.find(split_superbench_name(metric).family);
  return found == baseline.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace assay
