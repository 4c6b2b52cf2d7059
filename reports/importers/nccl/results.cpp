#include "reports/importers/nccl/results.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

#include "core/stats.hpp"
#include "reports/importers/common/figures.hpp"
#include "reports/importers/nccl/cast.hpp"
#include "reports/importers/nccl/checks.hpp"

namespace assay::nccl_tests {
namespace {

constexpr double kMicro = 1e-6;
constexpr double kGiga = 1e9;

using Names = std::array<std::pair<std::string_view, std::string_view>, 7>;
constexpr Names kTypeNames{{{"float", "fp32"},
                            {"half", "fp16"},
                            {"double", "fp64"},
                            {"bfloat16", "bf16"},
                            {"f8e4m3", "fp8_e4m3"},
                            {"f8e5m2", "fp8_e5m2"},
                            {"char", "int8"}}};
constexpr Names kReductionNames{{{"prod", "product"},
                                 {"min", "minimum"},
                                 {"max", "maximum"},
                                 {"avg", "average"},
                                 {"sum", "sum"},
                                 {"mulsum", "premultiplied_sum"},
                                 {"premulsum", "premultiplied_sum"}}};

/// The name that this program's own tests use.
std::string own_name(const Names& names, const std::string& theirs) {
  for (const auto& [name, own] : names)
    if (name == theirs) return std::string(own);
  return theirs;
}

class Writer {
 public:
  explicit Writer(Runs runs) : runs_(std::move(runs)) {
    imported_.unread = std::move(runs_.unread);
    imported_.command = runs_.command;
  }
  [[nodiscard]] Imported imported() &&;

 private:
  struct Naming {
    std::optional<Operation> operation;
    std::string test, said_by, candidates;
  };

  void add_run(const NcclRun& run);
  [[nodiscard]] Naming naming_of(const NcclRun& run) const;
  void add_half(const NcclRun& run, const Naming& naming, std::optional<int> ranks, const Row& row,
                bool in_place);
  [[nodiscard]] Result result_of(const NcclRun& run, const Naming& naming, std::optional<int> ranks,
                                 const Row& row, bool in_place);
  void add_nodes(const NcclRun& run, std::vector<Node> nodes);
  void unread(std::size_t line, const std::string& why) {
    imported_.unread.push_back(at_line(runs_.file, line, why));
  }

  Runs runs_;
  Imported imported_;
  std::vector<Subject> subjects_;                       ///< of the run that is being written
  std::map<std::string, std::int64_t> of_test_, seen_;  ///< runs of each test: all, so far
  std::set<std::tuple<std::string, ResultParams>> written_;
};

/// The operation that the run, the command line or the rows themselves name.
Writer::Naming Writer::naming_of(const NcclRun& run) const {
  Naming naming{.said_by = "the tool"};
  naming.operation = operation_of(run.program);
  if (!naming.operation && runs_.runs.size() == 1) {
    naming.operation = operation_of(runs_.program);
    naming.said_by = "the command line";
  }
  if (!naming.operation) {
    const std::vector<Operation> left = could_be(run);
    naming.said_by = "the columns";
    if (left.size() == 1) naming.operation = left.front();
    for (const Operation operation : left)
      naming.candidates += (naming.candidates.empty() ? "" : ", ") + std::string(name(operation));
  }
  naming.test =
      "collective." + (naming.operation ? std::string(name(*naming.operation)) : "unnamed");
  return naming;
}

std::vector<Metric> metrics_of(const NcclRun& run, const Row& row, const Figures& figures,
                               std::optional<double> factor) {
  std::vector<Metric> metrics;
  const double time_s = figures.time.value * kMicro;
  if (!run.cpu_time) {
    // A figure of less than 1 GB/s shows two digits at most; size over time shows three and more.
    const double by_time = static_cast<double>(row.bytes) / time_s;
    const bool coarse = figures.algorithm.value < 1;
    const double algorithm = coarse ? by_time : figures.algorithm.value * kGiga;
    std::optional<double> bus = figures.bus.value * kGiga;
    if (coarse) bus = factor ? std::optional(by_time * *factor) : std::nullopt;
    if (!bus && figures.bus.value > 0) bus = figures.bus.value * kGiga;
    if (bus && *bus > 0)
      metrics.push_back(one_sample("bus_bandwidth", Unit::bytes_per_second, Better::higher, *bus));
    metrics.push_back(
        one_sample("algorithm_bandwidth", Unit::bytes_per_second, Better::higher, algorithm));
  }
  metrics.push_back(
      one_sample(run.cpu_time ? "launch_time" : "time", Unit::seconds, Better::lower, time_s));
  const auto add = [&](const char* metric, const std::optional<double>& micros) {
    if (micros) metrics.push_back(reading(metric, Unit::seconds, Better::lower, *micros * kMicro));
  };
  add("best_time", figures.least_time);
  add("worst_time", figures.most_time);
  add("p99_time", figures.p99_time);
  if (figures.error)
    metrics.push_back(reading("deviation", Unit::ratio, Better::lower, figures.error));
  return metrics;
}

Result Writer::result_of(const NcclRun& run, const Naming& naming, std::optional<int> ranks,
                         const Row& row, bool in_place) {
  const Figures& figures = in_place ? *row.in_place : *row.out_of_place;
  Result result;
  result.test = naming.test;
  result.params = {
      {"bytes", row.bytes}, {"type", own_name(kTypeNames, row.type)}, {"in_place", in_place}};
  const bool computes = naming.operation ? reduces(*naming.operation) : row.reduction != "none";
  if (computes && !row.reduction.empty())
    result.params["reduction"] = own_name(kReductionNames, row.reduction);
  if (row.root) result.params["root"] = *row.root;
  if (run.graph) result.params["graph"] = true;
  if (of_test_[naming.test] > 1) result.params["run"] = seen_[naming.test];
  for (std::int64_t cycle = 2; !written_.emplace(result.test, result.params).second; ++cycle)
    result.params["cycle"] = cycle;
  std::optional<double> factor;
  if (naming.operation && ranks) factor = bus_factor(*naming.operation, *ranks);
  result.metrics = metrics_of(run, row, figures, factor);
  result.facts["tool"] = "nccl-tests" + (run.version.empty() ? "" : " " + run.version);
  result.facts["statistic"] =
      run.iterations ? fmt::format("mean of {} calls", *run.iterations) : "mean";
  result.facts["checked"] = figures.wrong || figures.error ? "yes" : "no";
  if (ranks) result.facts["ranks"] = std::to_string(*ranks);
  if (naming.said_by != "the tool") result.facts["operation_said_by"] = naming.said_by;
  const std::string where = at_line(runs_.file, row.line, in_place ? "in place" : "out of place");
  if (figures.wrong.value_or(0) > 0)
    add_defect(result, {.what = "wrong elements in the result",
                        .where = where,
                        .count = static_cast<std::uint64_t>(std::min(*figures.wrong, 1e18))});
  const std::string what =
      contradiction(row, figures, run, naming.operation.value_or(Operation::send_receive));
  if (!what.empty()) add_defect(result, {.what = what, .where = where});
  return result;
}

void Writer::add_half(const NcclRun& run, const Naming& naming, std::optional<int> ranks,
                      const Row& row, bool in_place) {
  Result result = result_of(run, naming, ranks, row, in_place);
  for (const Subject& subject : subjects_) {
    result.subject = subject;
    imported_.results.push_back(result);
  }
}

/// Several hosts are a fabric. A log of runs on different machines has no machine of its own.
void Writer::add_nodes(const NcclRun& run, std::vector<Node> nodes) {
  for (Node& node : nodes)
    if (!run.nccl.empty()) node.software["nccl"] = run.nccl;
  if (nodes.empty()) return;
  if (imported_.nodes.empty() && imported_.node.hostname.empty()) {
    if (nodes.size() == 1)
      imported_.node = std::move(nodes.front());
    else
      imported_.nodes = std::move(nodes);
    return;
  }
  std::vector<std::string> before;
  for (const Node& node : imported_.nodes) before.push_back(node.hostname);
  if (imported_.nodes.empty()) before.push_back(imported_.node.hostname);
  std::vector<std::string> now;
  now.reserve(nodes.size());
  for (const Node& node : nodes) now.push_back(node.hostname);
  if (before != now) unread(run.line, "a run on other hosts than those before: import it alone");
}

void Writer::add_run(const NcclRun& run) {
  const Naming naming = naming_of(run);
  ++seen_[naming.test];
  const std::optional<int> ranks =
      naming.operation ? ranks_in(run, *naming.operation) : std::nullopt;
  Cast cast = cast_of(run, ranks);
  subjects_ = std::move(cast.subjects);
  add_nodes(run, std::move(cast.nodes));
  for (const std::string& what : missing_in(run)) unread(run.line, what);
  if (!naming.operation && !run.rows.empty())
    unread(run.line, "nothing says which operation this is; it could be " +
                         (naming.candidates.empty() ? "none" : naming.candidates));
  const auto defects = contradictions(run, runs_.file, naming.operation, ranks);
  imported_.defects.insert(imported_.defects.end(), defects.begin(), defects.end());
  if (run.rows.empty() && naming.operation) {
    Result& result = imported_.results.emplace_back();
    result.test = naming.test;
    result.subject = subjects_.front();
    set_error(result, run.failure.empty() ? "the log holds no figures" : run.failure);
  }
  for (const Row& row : run.rows) {
    if (row.bytes == 0) continue;  // fewer elements than ranks: nothing is moved
    if (row.out_of_place) add_half(run, naming, ranks, row, false);
    if (row.in_place) add_half(run, naming, ranks, row, true);
  }
}

Imported Writer::imported() && {
  if (runs_.runs.empty()) {
    // What went wrong before the tool could print anything is a run without a table.
    runs_.runs.push_back({.line = 1, .program = runs_.program});
  }
  for (const NcclRun& run : runs_.runs) ++of_test_[naming_of(run).test];
  for (const NcclRun& run : runs_.runs) add_run(run);
  imported_.tool_version = runs_.runs.front().version;
  return std::move(imported_);
}

}  // namespace

Imported results_of(Runs runs) { return Writer(std::move(runs)).imported(); }

}  // namespace assay::nccl_tests
