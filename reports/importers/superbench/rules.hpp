#pragma once
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reports/importers/superbench/criterion.hpp"

namespace assay {

/// What a SuperBench rule holds against its criterion.
enum class SuperbenchFunction {
  variance,       ///< (value - baseline) / baseline of every metric
  value,          ///< every metric's value
  failure_check,  ///< the same, and that every metric is there
  multi_rules     ///< what other rules found
};
[[nodiscard]] std::string_view name(SuperbenchFunction function) noexcept;

/// A regular expression over metrics' full names ("mem-bw/h2d_bw:3"), searched, not anchored.
struct SuperbenchPattern {
  std::string regex;
  std::string at;  ///< "file:line"
};

/// One diagnosis rule.
struct SuperbenchRule {
  std::string name, categories;
  /// Absent where the rule only keeps its metrics' values for rules about rules.
  std::optional<SuperbenchFunction> function;
  std::optional<Criterion> criterion;      ///< what violates it; absent exactly where `function` is
  std::string criteria;                    ///< as written
  std::vector<SuperbenchPattern> metrics;  ///< empty exactly for multi_rules
  std::vector<std::string> statistics;     ///< of a summary rule: "mean", "p50", ...; else empty
  bool store = false;                      ///< counts for rules about rules only
  std::string at;                          ///< "file:line"

  /// A rule for SuperBench's summaries: it judges nothing.
  [[nodiscard]] bool is_summary() const noexcept { return !statistics.empty(); }
};

struct SuperbenchRules {
  std::string source, version;
  std::vector<SuperbenchRule> rules;  ///< as in the file
};

/// Does `text` look like a SuperBench rule file (a mapping with `superbench:` that holds `rules:`)?
/// True is no promise that it can be read.
[[nodiscard]] bool is_superbench_rules(std::string_view text);

/// Reads a rule file. Criteria are read by parse_criterion and nothing in the file is ever run.
/// Throws InputError naming file, line and field: a criterion of any other form, an unknown key or
/// function, a rule without metrics or criteria, what RE2 refuses as a regular expression, a rule
/// about rules that names none in the file or another such, a `never` criterion that is not a
/// failure_check's, and what yaml::parse refuses.
[[nodiscard]] SuperbenchRules read_superbench_rules(const std::string& yaml,
                                                    const std::string& source);

/// Full name or name without its rank -> what a good node measures.
using SuperbenchBaseline = std::map<std::string, double, std::less<>>;

/// Reads a flat JSON object of numbers. Throws InputError naming file, line and metric: no object,
/// a value that is not a finite number, a name twice, an empty one.
[[nodiscard]] SuperbenchBaseline read_superbench_baseline(std::string_view json,
                                                          const std::string& source);

/// Does `text` look like a flat JSON object of numbers named like SuperBench's metrics?
[[nodiscard]] bool is_superbench_baseline(std::string_view text);

/// A metric's name in parts: "gemm-flops/fp16_tc:7" is benchmark "gemm-flops", rank 7 and family
/// "gemm-flops/fp16_tc".
struct SuperbenchName {
  std::string_view benchmark, family;
  std::optional<int> rank;  ///< absent: of the node as a whole
};
[[nodiscard]] SuperbenchName split_superbench_name(std::string_view metric) noexcept;

/// The baseline of a metric: under its full name, else without its rank. Nothing if there is none.
[[nodiscard]] std::optional<double> baseline_of(const SuperbenchBaseline& baseline,
                                                std::string_view metric);

}  // namespace assay
