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
  NodeReader(const std::string& file, std::size_t line) : file_(file), line_(line) {}

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
  void unread(const std::string& why) { imported_.unread.push_back(at_line(file_, line_, why)); }

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
    const std::string short_name(is_bare ? name.family
                                         : name.family.substr(name.benchmark.size() + 1));
    double number = 0;
    const bool is_number = value.get(number) == simdjson::SUCCESS;
    if (!is_number) unread("\"" + std::string(metric) + "\" is no number");
    // Units are the tool's own: GB/s, ms or TFLOP/s, told nowhere.
    add_reading(result, short_name, Unit::count, better_of(short_name),
                is_number ? std::optional(number) : std::nullopt);
    if (short_name == "return_code" && is_number && number != 0)
      set_error(result,
                "the benchmark ended with " + std::to_string(static_cast<std::int64_t>(number)));
  }

  const std::string& file_;
  std::size_t line_;
  Imported imported_;
  std::map<std::pair<std::string, int>, Result> results_;
};

/// Lines of any length, for a node of many metrics has a long one. In UTF-16 they are those of
/// other logs, with their limit.
std::vector<std::string> lines_of_any_length(const Log& log, std::vector<std::string>& unread) {
  std::vector<std::string> lines;
  if (log.text.starts_with("\xFF\xFE") || log.text.starts_with("\xFE\xFF")) {
    LogText text = read_text(log);
    unread = text.unread;
    for (LogLine& line : text.lines) lines.push_back(std::move(line.text));
    return lines;
  }
  std::string_view text = log.text;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  for (const std::string_view line : lines_of(text)) lines.emplace_back(line);
  return lines;
}

bool recognises(const Log& log) {
  std::vector<std::string> unread;
  for (const std::string& line : lines_of_any_length(log, unread)) {
    const std::string_view shown = trimmed(line);
    if (shown.empty()) continue;
    return shown.starts_with('{') && shown.find("\"node\"") != std::string_view::npos &&
           shown.find('/') != std::string_view::npos && shown.ends_with('}') &&
           shown.find("assay/report") == std::string_view::npos;
  }
  return false;
}

/// Reads one node after another.
class FleetReader {
 public:
  FleetReader(const std::string& file, std::vector<std::string> unread)
      : file_(file), unread_(std::move(unread)) {}

  void take(std::size_t number, std::string_view line) {
    simdjson::dom::object object;
    if (parser_.parse(line.data(), line.size(), true).get(object) != simdjson::SUCCESS) {
      unread_.push_back(at_line(file_, number, "is no object of JSON in UTF-8"));
      return;
    }
    Imported node = NodeReader(file_, number).read(object);
    const std::string name = node.node.hostname;
    if (name.empty())
      node.unread.push_back(at_line(file_, number, "names no node"));
    else if (!names_.insert(name).second)
      node.unread.push_back(at_line(file_, number, "the node \"" + name + "\" again"));
    nodes_.push_back(std::move(node));
  }

  Imported imported() {
    if (nodes_.empty()) unread_.push_back(at_line(file_, 0, "holds no results of a node"));
    Imported first;
    if (!nodes_.empty()) first = std::move(nodes_.front());
    first.others.reserve(nodes_.size());
    for (std::size_t i = 1; i < nodes_.size(); ++i) first.others.push_back(std::move(nodes_[i]));
    first.unread.insert(first.unread.end(), unread_.begin(), unread_.end());
    return first;
  }

 private:
  const std::string& file_;
  simdjson::dom::parser parser_;
  std::vector<Imported> nodes_;
  std::set<std::string> names_;
  std::vector<std::string> unread_;
};

Imported read(const Log& log) {
  std::vector<std::string> unread;
  const auto lines = lines_of_any_length(log, unread);
  FleetReader reader(log.name, std::move(unread));
  std::size_t number = 0;
  for (const std::string& line : lines) {
    ++number;
    if (!trimmed(line).empty()) reader.take(number, line);
  }
  return reader.imported();
}

}  // namespace

ASSAY_IMPORTER(recognises, read);

}  // namespace assay
