// SuperBench's flat results: a line of JSON a node, {"node": ..., "metric:rank": value}.
#include <simdjson.h>

#include <map>
#include <set>

#include "core/error.hpp"
#include "core/text.hpp"
#include "reports/importers/common/figures.hpp"
#include "reports/importers/common/log_text.hpp"
#include "reports/importers/machine/findings.hpp"
#include "reports/importers/superbench/rules.hpp"

namespace assay {
namespace {

using simdjson::dom::element;
using simdjson::dom::element_type;

/// SuperBench names no units and does not say which side is good. By the names of its benchmarks.
Better better_of(std::string_view metric) {
  for (const std::string_view low : {"return_code", "time", "latency", "overhead", "error", "_cost",
                                     "_lat", "loss", "temperature"})
    if (metric.find(low) != std::string_view::npos) return Better::lower;
  return Better::higher;
}

/// Results of one node, by benchmark and rank.
class NodeReader {
 public:
  NodeReader(const LogText& text, const LogLine& line) : text_(text), line_(line) {}

  Imported read(simdjson::dom::object object) {
    std::set<std::string_view> names;
    for (const simdjson::dom::key_value_pair member : object) {
      if (!names.insert(member.key).second) unread("\"" + std::string(member.key) + "\" again");
      if (member.key == "node")
        take_node(member.value);
      else
        take(member.key, member.value);
    }
    for (auto& [key, result] : results_) imported_.results.push_back(std::move(result));
    if (results_.empty()) unread("a node without results");
    return std::move(imported_);
  }

 private:
  void unread(const std::string& why) {
    imported_.unread.push_back(at_line(text_.file, line_.number, why));
  }

  void take_node(element value) {
    std::string_view name;
    if (value.get(name) != simdjson::SUCCESS || trimmed(name).empty())
      unread("\"node\" must be a name");
    else
      imported_.node.hostname = name;
  }

  Result& result_of(const SuperbenchName& name) {
    Result& result = results_[{std::string(name.benchmark), name.rank.value_or(-1)}];
    result.test = "superbench." + std::string(name.benchmark);
    if (name.rank) result.subject = {.kind = "rank", .index = *name.rank};
    return result;
  }

  void take(std::string_view metric, element value) {
    const SuperbenchName name = split_superbench_name(metric);
    Result& result = result_of(name);
    const bool is_bare = name.family.size() <= name.benchmark.size() + 1;
    const std::string short_name(is_bare ? name.family : name.family.substr(name.benchmark.size() + 1));
    double number = 0;
    const bool is_number = value.get(number) == simdjson::SUCCESS;
    if (!is_number) unread("\"" + std::string(metric) + "\" is no number");
    // Units are the tool's own: GB/s, ms or TFLOP/s, told nowhere.
    add_reading(result, short_name, Unit::count, better_of(short_name),
                is_number ? std::optional(number) : std::nullopt);
    if (short_name == "return_code" && is_number && number != 0)
      set_error(result, "the benchmark ended with " + std::to_string(static_cast<std::int64_t>(number)));
  }

  const LogText& text_;
  const LogLine& line_;
  Imported imported_;
  std::map<std::pair<std::string, int>, Result> results_;
};

bool recognises(const Log& log) {
  const LogText text = read_text(log);
  for (const LogLine& line : text.lines) {
    const std::string_view shown = trimmed(line.text);
    if (shown.empty()) continue;
    return shown.starts_with('{') && shown.find("\"node\"") != std::string_view::npos &&
           shown.find('/') != std::string_view::npos && shown.ends_with('}') &&
           shown.find("assay/report") == std::string_view::npos;
  }
  return false;
}

Imported read(const Log& log) {
  const LogText text = read_text(log);
  simdjson::dom::parser parser;
  std::vector<Imported> nodes;
  std::set<std::string> names;
  std::vector<std::string> unread = text.unread;
  for (const LogLine& line : text.lines) {
    if (trimmed(line.text).empty()) continue;
    simdjson::dom::object object;
    if (parser.parse(line.text).get(object) != simdjson::SUCCESS) {
      unread.push_back(at_line(text.file, line.number, "is no object of JSON in UTF-8"));
      continue;
    }
    Imported node = NodeReader(text, line).read(object);
    const std::string name = node.node.hostname;
    if (name.empty()) node.unread.push_back(at_line(text.file, line.number, "names no node"));
    if (!names.insert(name).second)
      node.unread.push_back(at_line(text.file, line.number, "the node \"" + name + "\" again"));
    nodes.push_back(std::move(node));
  }
  if (nodes.empty()) unread.push_back(at_line(text.file, 0, "holds no results of a node"));
  Imported first = nodes.empty() ? Imported{} : std::move(nodes.front());
  for (std::size_t i = 1; i < nodes.size(); ++i) first.others.push_back(std::move(nodes[i]));
  first.unread.insert(first.unread.end(), unread.begin(), unread.end());
  return first;
}

}  // namespace

ASSAY_IMPORTER(recognises, read);

}  // namespace assay
