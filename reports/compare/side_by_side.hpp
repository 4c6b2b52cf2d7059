#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/facts.hpp"
#include "reports/compare/bootstrap.hpp"
#include "reports/compare/rank_sum.hpp"
#include "reports/reader.hpp"

namespace assay {

/// One metric on one kind of subject under the same conditions, on both sides. All values are in
/// `unit`. A run counts once: with the median over its subjects.
struct ComparedMetric {
  std::string sku, test, metric;
  std::string each;        ///< kind of subject
  std::string conditions;  ///< "bytes 4294967296, data random", as text_of() writes them
  std::string unlike;      ///< conditions that differ: "data random / zeros"; "" = none
  Unit unit = Unit::count;
  Better better = Better::higher;
  std::string statistic;     ///< of the samples of each run; "" for a reading
  std::vector<double> a, b;  ///< one value a run, in the order they were given
  double median_a = 0, median_b = 0;
  std::optional<double> ratio;       ///< median_b / median_a; nothing where either is not above 0
  std::optional<Interval> interval;  ///< of the ratio, 95 %
  RankSum ranks;
};

/// What a publication must state of one side.
struct ComparedSide {
  std::string name;  ///< as given on the command line
  std::size_t reports = 0, nodes = 0;
  std::string first, last;  ///< when the runs started, UTC
  /// "hardware" -> what there was of it; also "fabric", "driver", "cuda", ..., "tool", "command",
  /// "data", "level", "seed".
  std::map<std::string, std::vector<std::string>> stated;
};

/// A report, or something in it, that is no evidence.
struct NoEvidence {
  std::string source;  ///< the report
  std::string what;    ///< "memory.read.bandwidth on gpu 3"; "" = all of it
  std::string why;
};

struct SideBySide {
  ComparedSide a, b;
  std::vector<ComparedMetric> metrics;      ///< by test, metric, kind of subject, conditions
  std::vector<std::string> only_a, only_b;  ///< measured on one side only
  std::vector<NoEvidence> left_out;
  Resampling resampling;
};

enum class Unlike {
  refuse,
  compare  ///< leave aside the conditions that differ, and say so
};

/// Compares the reports of `a` with those of `b`. Throws InputError naming metric and condition
/// where both sides measured a metric but never under the same conditions (hardware, parameters,
/// data, level, statistic, algorithm), unless `unlike` allows it; where units or directions differ;
/// where one report is on both sides (by its hash, if it has one); and where nothing is to compare.
[[nodiscard]] SideBySide side_by_side(const std::string& name_a, const std::vector<ReadReport>& a,
                                      const std::string& name_b, const std::vector<ReadReport>& b,
                                      Unlike unlike, const Resampling& resampling);

/// Names of the formats: text, markdown, csv, json.
[[nodiscard]] std::vector<std::string> side_by_side_formats();

/// Throws InputError for a format that there is not.
[[nodiscard]] std::string render_side_by_side(std::string_view format, const SideBySide& compared);

}  // namespace assay
