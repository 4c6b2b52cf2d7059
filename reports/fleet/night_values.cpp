#include "reports/fleet/night_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

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

void add_values(const Group& group, const Result& result, const Asked& asked,
                std::vector<NightValue>& into) {
  const bool alone = group.last.size() == 1 && group.earlier.empty();
  const std::string params = params_text(result, asked, alone);
  for (const Metric& metric : result.metrics)
    into.push_back({{.test = result.test,
                     .metric = metric.name,
                     .params = params,
                     .statistic = metric.statistic,
                     .unit = metric.unit,
                     .better = metric.better},
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
    for (const Result* result : group.last)
      if (result->outcome == Outcome::ok) add_values(group, *result, asked, values);
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

std::vector<NightSerial> night_serials(const Node& node) {
  std::vector<NightSerial> serials;
  for (const Gpu& gpu : node.gpus)
    if (!gpu.serial.empty() || !gpu.uuid.empty())
      serials.push_back({label({.kind = "gpu", .index = gpu.index}), "gpu",
                         gpu.serial.empty() ? &gpu.uuid : &gpu.serial});
  return serials;
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
