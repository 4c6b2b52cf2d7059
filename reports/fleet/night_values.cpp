#include "reports/fleet/night_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "reports/history/series.hpp"
#include "reports/judge/index.hpp"

namespace assay::fleet {
namespace {

/// Pairs and groups are about several nodes: no two nodes have the same one.
bool is_within_node(const Subject& subject) {
  return subject.kind != "pair" && subject.kind != "group" && subject.kind != "rank";
}

std::string text_of(const ParamValue& value) {
  return std::visit([](const auto& held) { return fmt::format("{}", held); }, value);
}

std::string params_text(const Result& result, const Asked& asked, bool alone) {
  std::string text;
  for (const auto& [key, value] : result.params) {
    const bool is_number =
        std::holds_alternative<std::int64_t>(value) || std::holds_alternative<double>(value);
    if (is_number && alone && !asked.param(result.test, key)) continue;
    text += fmt::format("{}{}={}", text.empty() ? "" : " ", key, text_of(value));
  }
  return text;
}

/// For each of group.last, by what a history tells it from the others.
std::vector<std::string> series_of(const Group& group) {
  std::vector<const Result*> all = group.last;
  all.insert(all.end(), group.earlier.begin(), group.earlier.end());
  std::vector<std::string> series = history::series_params(all);
  series.resize(group.last.size());
  return series;
}

void add_values(const Group& group, const Result& result, const std::string& series,
                const Asked& asked, std::vector<NightValue>& into) {
  const bool alone = group.last.size() == 1 && group.earlier.empty();
  const std::string params = params_text(result, asked, alone);
  for (const Metric& metric : result.metrics)
    into.push_back({{.test = result.test,
                     .metric = metric.name,
                     .params = params,
                     .statistic = metric.statistic,
                     .unit = metric.unit,
                     .better = metric.better,
                     .series = series},
                    group.subject,
                    result.subject.kind,
                    &metric.value});
}

/// The distinct of them, sorted, joined by ",".
template <class Items, class Member>
std::string distinct(const Items& items, Member member) {
  std::set<std::string_view> words;
  for (const auto& item : items)
    if (!(item.*member).empty()) words.insert(item.*member);
  return fmt::format("{}", fmt::join(words, ","));
}

}  // namespace

std::vector<NightValue> night_values(const Report& report, const Asked& asked) {
  std::vector<NightValue> values;
  const Index index(report);
  for (const Group& group : index.groups()) {
    if (!is_within_node(group.about()) || group.duplicated) continue;
    const std::vector<std::string> series = series_of(group);
    for (std::size_t i = 0; i < group.last.size(); ++i)
      if (group.last[i]->outcome == Outcome::ok)
        add_values(group, *group.last[i], series[i], asked, values);
  }
  return values;
}

std::vector<NightVote> night_votes(const Report& report) {
  constexpr std::string_view prefix = "digest_";
  std::vector<NightVote> votes;
  const Index index(report);
  for (const Group* group : index.of_test("compute.digest")) {
    if (group->duplicated || group->last.size() != 1) continue;
    const Result& result = *group->last.front();
    const auto rounds = result.params.find("rounds");
    const auto kernel = result.facts.find("kernel");
    const auto isa = result.facts.find("isa");
    if (rounds == result.params.end() || kernel == result.facts.end() || isa == result.facts.end())
      continue;
    for (const auto& [name, digest] : result.facts)
      if (name.starts_with(prefix))
        votes.push_back({result.test,
                         fmt::format("{}, {}, {}, {} rounds", name, kernel->second, isa->second,
                                     text_of(rounds->second)),
                         group->subject, result.subject.kind, &digest});
  }
  return votes;
}

std::vector<NightPart> night_parts(const Report& report) {
  std::vector<NightPart> parts;
  for (const Gpu& gpu : report.node.gpus)
    parts.push_back(
        {.slot = label({.kind = "gpu", .index = gpu.index}), .kind = "gpu", .gpu = &gpu});
  std::set<std::string> ports;
  for (const Result& result : report.results) {
    if (result.subject.kind != "port" || !ports.insert(result.subject.id).second) continue;
    const std::string adapter = result.subject.id.substr(0, result.subject.id.find('/'));
    for (const Nic& nic : report.node.nics)
      if (nic.name == adapter)
        parts.push_back({.slot = label(result.subject), .kind = "port", .nic = &nic});
  }
  return parts;
}

std::vector<NightWord> identity_words(const Node& node) {
  std::vector<NightWord> words;
  const auto add = [&](std::string name, std::string word) {
    if (!word.empty()) words.push_back({std::move(name), std::move(word)});
  };
  for (const auto& [name, word] : node.software) add(name, word);
  add("bios", node.bios);
  add("product", node.product);
  add("hypervisor", node.hypervisor);
  add("microcode", distinct(node.cpus, &Cpu::microcode));
  add("vbios", distinct(node.gpus, &Gpu::vbios));
  add("board_part", distinct(node.gpus, &Gpu::board_part));
  add("nic_firmware", distinct(node.nics, &Nic::firmware));
  add("nic_driver", distinct(node.nics, &Nic::driver));
  return words;
}

std::string sku_of(const Node& node) {
  const std::string gpus = distinct(node.gpus, &Gpu::name);
  return gpus.empty() ? distinct(node.cpus, &Cpu::model) : gpus;
}

}  // namespace assay::fleet
