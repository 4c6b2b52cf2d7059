#include "reports/importers/nccl/checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "reports/importers/common/log_text.hpp"

namespace assay::nccl_tests {
namespace {

constexpr int kMostRanks = 1 << 17;
constexpr double kMicrosPerSecond = 1e6;
constexpr double kGiga = 1e9;

template <class Take>
void each_half(const NcclRun& run, Take take) {
  for (const Row& row : run.rows)
    for (const auto* half : {&row.out_of_place, &row.in_place})
      if (*half) take(row, **half);
}

bool factor_holds(const Figures& figures, double factor) {
  return may_be_equal(figures.bus, scaled(figures.algorithm, factor));
}

bool factor_holds_everywhere(const NcclRun& run, double factor) {
  return std::all_of(run.rows.begin(), run.rows.end(), [&](const Row& row) {
    return (!row.out_of_place || factor_holds(*row.out_of_place, factor)) &&
           (!row.in_place || factor_holds(*row.in_place, factor));
  });
}

struct RankRange {
  int least, most;
};

/// The numbers of ranks whose factor all rows agree with, which are neighbours: the factor rises
/// with them. Nothing where there is none.
std::optional<RankRange> ranks_that_fit(const NcclRun& run, Operation operation) {
  constexpr int most_guessed = 4096;
  std::optional<RankRange> range;
  for (int ranks = 1; ranks <= most_guessed; ++ranks) {
    const bool fits = factor_holds_everywhere(run, bus_factor(operation, ranks));
    if (fits && !range) range = RankRange{ranks, ranks};
    if (fits) range->most = ranks;
    if (!fits && range) break;
  }
  return range;
}

std::optional<Defect> wrong_factor(const NcclRun& run, const std::string& file, Operation operation,
                                   int ranks) {
  Defect defect{.count = 0};
  const double factor = bus_factor(operation, ranks);
  each_half(run, [&](const Row& row, const Figures& figures) {
    if (factor_holds(figures, factor)) return;
    if (defect.count++ > 0) return;
    defect.what =
        fmt::format("bus bandwidth is not algorithm bandwidth times the factor of {} ranks in {}",
                    ranks, name(operation));
    defect.where = at_line(file, row.line, fmt::format("{} bytes", row.bytes));
    defect.expected = fmt::format("{:.2f} GB/s", figures.algorithm.value * factor);
    defect.actual = fmt::format("{:.2f} GB/s", figures.bus.value);
  });
  return defect.count > 0 ? std::optional(defect) : std::nullopt;
}

std::optional<Defect> wrong_average(const NcclRun& run, const std::string& file) {
  if (!run.average) return std::nullopt;
  Printed sum;
  double halves = 0;
  each_half(run, [&](const Row& /*row*/, const Figures& figures) {
    sum.value += figures.bus.value;
    sum.rounding += figures.bus.rounding;
    ++halves;
  });
  if (halves == 0) return std::nullopt;
  const Printed mean = scaled(sum, 1 / halves);
  if (may_be_equal(mean, *run.average)) return std::nullopt;
  return Defect{.what = "the average is not that of the rows",
                .where = at_line(file, run.average_line, "Avg bus bandwidth"),
                .expected = fmt::format("{:.4f} GB/s", mean.value),
                .actual = fmt::format("{} GB/s", run.average->value)};
}

/// The tool's verdict against its own rows.
std::vector<Defect> wrong_verdict(const NcclRun& run, const std::string& file) {
  std::vector<Defect> defects;
  const std::string where = at_line(file, run.out_of_bounds_line, "Out of bounds values");
  std::uint64_t wrong = 0;
  bool checked = false;
  each_half(run, [&](const Row& /*row*/, const Figures& figures) {
    checked = checked || figures.wrong;
    if (figures.wrong.value_or(0) > 0) ++wrong;
  });
  const std::int64_t said = run.out_of_bounds.value_or(0);
  if (run.out_of_bounds_word == "FAILED" || said > 0)
    defects.push_back({.what = fmt::format("values out of bounds: {}", said), .where = where});
  if (run.out_of_bounds_line != 0 && (run.out_of_bounds_word == "OK") != (said == 0))
    defects.push_back({.what = "the count of values out of bounds contradicts the word behind it",
                       .where = where});
  if (run.out_of_bounds_line != 0 && checked && (wrong > 0) != (said > 0))
    defects.push_back(
        {.what = fmt::format("{} values are out of bounds, though {} measurements have wrong ones",
                             said, wrong),
         .where = where});
  if (run.average_word == "FAILED")
    defects.push_back({.what = "the tool's own floor of the average was missed",
                       .where = at_line(file, run.average_line, "Avg bus bandwidth")});
  return defects;
}

bool is_of_one_buffer(Operation operation) {
  return operation == Operation::all_reduce || operation == Operation::broadcast ||
         operation == Operation::reduce;
}

bool did_work(const NcclRun& run) {
  bool any = false;
  each_half(run, [&](const Row& row, const Figures& figures) {
    any = any || (row.bytes > 0 && figures.time.value > 0);
  });
  return any;
}

/// Lines that the tool prints for its range of sizes; nothing where the range is not known.
std::optional<std::size_t> rows_of_range(const NcclRun& run) {
  if (!run.min_bytes || !run.max_bytes || !run.step) return std::nullopt;
  if (*run.step < (run.step_is_factor ? 2 : 1) || *run.min_bytes < 1) return std::nullopt;
  const auto least = static_cast<double>(*run.min_bytes);
  const auto most = static_cast<double>(*run.max_bytes);
  const auto step = static_cast<double>(*run.step);
  if (least > most) return std::nullopt;
  if (!run.step_is_factor) return static_cast<std::size_t>((most - least) / step) + 1;
  std::size_t rows = 0;
  double size = least;
  while (size <= most) {
    size *= step;
    ++rows;
  }
  return rows;
}

bool has_gap_in_ranks(const NcclRun& run) {
  std::set<std::int64_t> seen;
  for (const Rank& rank : run.ranks)
    if (!seen.insert(rank.rank).second) return true;
  return !seen.empty() && *seen.rbegin() + 1 != static_cast<std::int64_t>(seen.size());
}

}  // namespace

std::optional<int> ranks_in(const NcclRun& run, Operation operation) {
  std::int64_t said = run.rank_count.value_or(0);
  for (const Rank& rank : run.ranks) said = std::max(said, rank.rank + 1);
  if (said > kMostRanks) return std::nullopt;
  if (said > 0) return static_cast<int>(said);
  if (operation == Operation::all_to_all_v) return std::nullopt;
  const auto range = run.rows.empty() ? std::nullopt : ranks_that_fit(run, operation);
  if (!range || range->least != range->most) return std::nullopt;
  return range->least;
}

std::string contradiction(const Row& row, const Figures& figures, const NcclRun& run,
                          Operation operation) {
  if (row.bytes == 0 || run.cpu_time) return "";
  const auto element = element_bytes(row.type);
  if (element && is_of_one_buffer(operation) &&
      (row.count > row.bytes || row.bytes != row.count * *element))
    return fmt::format("{} bytes are not {} elements of {}", row.bytes, row.count, row.type);
  if (figures.time.value <= 0) return "work that took no time";
  const auto rate =
      rate_of(static_cast<double>(row.bytes) * kMicrosPerSecond / kGiga, figures.time);
  if (rate && !may_be_equal(*rate, figures.algorithm))
    return fmt::format("algorithm bandwidth is not size over time: {} GB/s, not {:.2f}",
                       figures.algorithm.value, rate->value);
  return "";
}

std::vector<Defect> contradictions(const NcclRun& run, const std::string& file,
                                   std::optional<Operation> operation, std::optional<int> ranks) {
  std::vector<Defect> defects = wrong_verdict(run, file);
  if (auto defect = wrong_average(run, file)) defects.push_back(*defect);
  if (operation && *operation != Operation::all_to_all_v && !run.cpu_time) {
    const auto defect = ranks ? wrong_factor(run, file, *operation, *ranks) : std::nullopt;
    if (defect) defects.push_back(*defect);
    if (!ranks && !ranks_that_fit(run, *operation))
      defects.push_back({.what = "no number of ranks makes bus of algorithm bandwidth in all rows",
                         .where = at_line(file, run.line, std::string(name(*operation)))});
  }
  if (run.has_footer() && !run.rows.empty() && !did_work(run))
    defects.push_back({.what = "no row shows any work", .where = at_line(file, run.line, "")});
  return defects;
}

std::vector<std::string> missing_in(const NcclRun& run) {
  std::vector<std::string> missing;
  if (!run.has_table()) {
    missing.push_back("no table" + (run.failure.empty() ? "" : ": " + run.failure));
    return missing;
  }
  if (run.rows.empty()) missing.emplace_back("a table without rows");
  if (run.out_of_bounds_line == 0)
    missing.emplace_back("no line of values out of bounds: the table is cut off");
  if (run.average_line == 0) missing.emplace_back("no line of the average: the table is cut off");
  if (has_gap_in_ranks(run)) missing.emplace_back("the list of ranks is not whole");
  const auto rows = rows_of_range(run);
  if (rows && !run.rows.empty() && (*rows == 0 || run.rows.size() % *rows != 0))
    missing.push_back(
        fmt::format("{} rows, though the range of sizes has {}", run.rows.size(), *rows));
  if (!run.failure.empty()) missing.push_back(run.failure);
  return missing;
}

}  // namespace assay::nccl_tests
