#include "tests/reports/render/samples.hpp"

#include <algorithm>

namespace assay {
namespace {

const std::string kLimits = "h100-sxm5-80gb.yaml:21";

Reason slow(const std::string& subject) {
  return {.id = "below-limit",
          .verdict = Verdict::fail,
          .subject = subject,
          .test = "memory.read",
          .metric = "bandwidth",
          .measured = 2.97e12,
          .op = ">=",
          .limit = 3.084e12,
          .margin = 2.97e12 / 3.084e12 - 1,
          .unit = Unit::bytes_per_second,
          .source = kLimits,
          .text = "Reads memory more slowly than this kind of GPU does; run it again alone."};
}

Check check_of(const Reason& reason) {
  return {.test = reason.test,
          .subject = reason.subject,
          .metric = reason.metric,
          .verdict = reason.verdict,
          .statistic = "p05",
          .measured = reason.measured,
          .limit = reason.limit,
          .peak = 3.352e12,
          .op = reason.op,
          .unit = reason.unit,
          .source = reason.source};
}

Check fast(const std::string& subject, double rate) {
  Check check = check_of(slow(subject));
  check.verdict = Verdict::pass;
  check.measured = rate;
  return check;
}

Judgement failed() {
  Judgement node{.node = "node-0003",
                 .report = "fleet/node-0003.json",
                 .profile = "h100-sxm5-80gb",
                 .describes = "8 x H100 SXM5 80 GB",
                 .verdict = Verdict::fail};
  node.reasons = {slow("gpu 3"),
                  {.id = "above-limit",
                   .verdict = Verdict::fail,
                   .subject = "port mlx5_0/1",
                   .test = "system.infiniband",
                   .metric = "link_downed",
                   .measured = 2,
                   .op = "<=",
                   .limit = 0,
                   .unit = Unit::count,
                   .source = "h100-sxm5-80gb.yaml:40",
                   .text = "The link went down during the run: reseat or replace the cable."},
                  {.id = "warn-below",
                   .verdict = Verdict::warn,
                   .subject = "gpu 5",
                   .test = "compute.gemm_fp64",
                   .metric = "rate",
                   .measured = 0.9312,
                   .op = ">=",
                   .limit = 0.95,
                   .margin = 0.9312 / 0.95 - 1,
                   .unit = Unit::ratio,
                   .source = "h100-sxm5-80gb.yaml:55",
                   .text = "It slowed down while it ran."}};
  for (const Reason& reason : node.reasons) node.checks.push_back(check_of(reason));
  node.checks.back().statistic = "droop";
  node.checks.back().peak.reset();
  node.checks.push_back(fast("gpu 0", 3.101e12));
  node.checks.push_back(fast("gpu 1", 3.12e12));
  node.checks.push_back(fast("gpu 2", 3.0999e12));
  node.not_judged = {"collective.all_reduce.bus_bandwidth"};
  node.not_applicable = {"system.gpudirect.acs"};
  node.uncovered = {"memory.latency.dram", "memory.latency.l1"};
  node.reported_s = 1795284600;
  return node;
}

Judgement undecided() {
  return {.node = "node-0002",
          .report = "fleet/node-0002.json",
          .profile = "h100-sxm5-80gb",
          .verdict = Verdict::unknown,
          .reasons = {{.id = "absent-metric",
                       .verdict = Verdict::unknown,
                       .subject = "gpu 7",
                       .test = "memory.read",
                       .metric = "bandwidth",
                       .op = ">=",
                       .limit = 3.084e12,
                       .unit = Unit::bytes_per_second,
                       .source = kLimits,
                       .text = "The report does not say."},
                      {.id = "incomplete-run",
                       .verdict = Verdict::unknown,
                       .text = "The run did not finish: assay run --resume goes on with it."}}};
}

Judgement warned() {
  return {.node = "node-0004",
          .report = "fleet/node-0004.json",
          .profile = "h100-sxm5-80gb",
          .verdict = Verdict::warn,
          .reasons = {{.id = "passed-on-retry",
                       .verdict = Verdict::warn,
                       .subject = "gpu 1",
                       .test = "memory.read",
                       .metric = "bandwidth",
                       .measured = 3.1e12,
                       .op = ">=",
                       .limit = 3.084e12,
                       .margin = 3.1e12 / 3.084e12 - 1,
                       .unit = Unit::bytes_per_second,
                       .source = kLimits,
                       .text = "Held on the second attempt only."}}};
}

Judgement passed() {
  Judgement node{.node = "node-0001",
                 .report = "fleet/node-0001.json",
                 .profile = "h100-sxm5-80gb",
                 .verdict = Verdict::pass};
  node.checks = {fast("gpu 0", 3.11e12), fast("gpu 1", 3.084e12)};
  node.reported_s = 1795284660.5;
  return node;
}

template <class T>
const T& one_of(std::mt19937& random, const std::vector<T>& choices) {
  return choices[std::uniform_int_distribution<std::size_t>(0, choices.size() - 1)(random)];
}

bool one_in(std::mt19937& random, int n) {
  return std::uniform_int_distribution<int>(1, n)(random) == 1;
}

std::string word(std::mt19937& random, const std::vector<std::string>& tame) {
  return one_in(random, 4) ? one_of(random, hostile_texts()) : one_of(random, tame);
}

std::optional<double> number(std::mt19937& random) {
  if (one_in(random, 5)) return std::nullopt;
  return std::uniform_real_distribution<double>(-1e3, 1e13)(random);
}

Reason random_reason(std::mt19937& random, Verdict verdict) {
  return {.id = "id-" + std::to_string(random() % 10),
          .verdict = verdict,
          .subject = one_of<std::string>(
              random, {"gpu 3", "node", "port mlx5_0/1", "link gpu0 -> gpu1", ""}),
          .test = one_in(random, 8) ? "" : "memory.test" + std::to_string(random() % 5),
          .metric = one_in(random, 8) ? "" : "metric_" + std::to_string(random() % 5),
          .measured = number(random),
          .op = one_of<std::string>(random, {">=", "<=", "==", ""}),
          .limit = number(random),
          .margin = number(random),
          .unit = one_in(random, 4) ? std::nullopt : std::optional(Unit::bytes_per_second),
          .source = word(random, {"profile.yaml:7", ""}),
          .text = word(random, {"A sentence.", ""})};
}

}  // namespace

std::vector<Judgement> sample_judgements() { return {failed(), passed(), undecided(), warned()}; }

std::vector<std::string> hostile_texts() {
  return {"<script>alert(1)</script>",
          "\"quoted\" 'twice' & done",
          "first\nsecond\r\nthird",
          "=cmd|'/c calc'!A0",
          "+1+1",
          "-2+3",
          "@SUM(A1)",
          "\t=1+1",
          "\r=1+1",
          "＝1+1",
          "\x1b[31mred\x1b[0m\x1b]0;title\a",
          "safe\u202Eelbat",
          "zero\u200Bwidth\uFEFF",
          std::string("nul") + '\0' + "byte" + '\0',
          "not utf-8: \xFF\xC0\x80\xED\xA0\x80",
          "]]><!-- -->",
          "| a | b |\n|---|---|",
          "[link](javascript:x) ![i](http://h) `code` **b** @owner #1",
          "two  spaces   and more",
          std::string("c1 \xC2\x9B") + "31m and \xEF\xBF\xBE",
          "日本語のホスト",
          "e\u0301te\u0301",
          "\\",
          "trailing\\",
          R"({"json": "inside"})",
          "a,b;c\"d\"",
          ",",
          " "};
}

std::vector<Judgement> random_judgements(std::mt19937& random) {
  const std::vector<Verdict> all{Verdict::pass, Verdict::warn, Verdict::unknown, Verdict::fail};
  std::vector<Judgement> judgements(random() % 6);
  for (std::size_t i = 0; i < judgements.size(); ++i) {
    Judgement& node = judgements[i];
    node = {.node = "node-" + std::to_string(i),
            .report = word(random, {"a.json", ""}),
            .profile = word(random, {"integrity"}),
            .verdict = Verdict::pass};
    for (std::size_t n = random() % 6; n > 0; --n) {
      node.reasons.push_back(random_reason(random, one_of(random, all)));
      if (one_in(random, 2)) node.checks.push_back(check_of(node.reasons.back()));
      node.verdict = std::max(node.verdict, node.reasons.back().verdict);
    }
    if (one_in(random, 2)) node.checks.push_back(fast("gpu 1", 3e12));
  }
  return judgements;
}

}  // namespace assay
