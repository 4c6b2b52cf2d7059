#include "reports/importers/nvbandwidth/results.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/text.hpp"
#include "reports/importers/common/figures.hpp"

namespace assay::nvbandwidth {
namespace {

constexpr double kGiga = 1e9;
constexpr double kNano = 1e-9;

/// "12.8" of "12080"; "13.3" of "13.3 (13030)".
std::string cuda_version(const std::string& text) {
  const auto code = whole_number(text);
  if (code) return fmt::format("{}.{}", *code / 1000, *code % 1000 / 10);
  const auto words = words_of(text);
  return words.empty() ? "" : std::string(words.front());
}

std::string gpu_name(std::size_t index) { return "gpu" + std::to_string(index); }

class Writer {
 public:
  explicit Writer(Bench bench) : bench_(std::move(bench)) {}
  [[nodiscard]] Imported imported() &&;

 private:
  void add_case(const Case& at);
  void add_matrix(const Case& at, const Counterpart& as, const Matrix& matrix);
  void add_cell(const Case& at, const Counterpart& as, const Matrix& matrix, std::size_t row,
                std::size_t column);
  void check_sum(const Case& at, const Matrix& matrix);
  void check_devices(const Case& at, const Matrix& matrix);
  void add_skipped();
  Result& result_of(const std::string& test, const Subject& subject);
  [[nodiscard]] std::string where(const Case& at, const Matrix& matrix) const {
    return at_line(bench_.file, matrix.line != 0 ? matrix.line : at.line, at.name);
  }

  Bench bench_;
  Imported imported_;
  std::map<std::pair<std::string, std::string>, std::size_t> place_;  ///< of a test and subject
  std::map<std::string, std::string> waived_;                         ///< names by the test
};

Result& Writer::result_of(const std::string& test, const Subject& subject) {
  const auto [at, fresh] = place_.try_emplace({test, label(subject)}, imported_.results.size());
  if (!fresh) return imported_.results[at->second];
  Result& result = imported_.results.emplace_back();
  result.test = test;
  result.subject = subject;
  if (bench_.buffer_bytes && *bench_.buffer_bytes > 0 && *bench_.buffer_bytes < 1e15)
    result.params["buffer_bytes"] = static_cast<std::int64_t>(*bench_.buffer_bytes);
  result.facts["tool"] = "nvbandwidth " + bench_.version;
  result.facts["statistic"] = bench_.statistic;
  result.facts["checked"] = "no";
  return result;
}

void Writer::add_cell(const Case& at, const Counterpart& as, const Matrix& matrix, std::size_t row,
                      std::size_t column) {
  const auto& cell = matrix.rows[row][column];
  const bool is_pair = as.is_pair || (as.metric.empty() && matrix.rows.size() > 1);
  if (!cell && is_pair && row == column) return;
  Subject subject{.kind = "gpu", .index = static_cast<std::int64_t>(column)};
  if (is_pair)
    subject = {.kind = "link",
               .from = gpu_name(as.row_is_from ? row : column),
               .to = gpu_name(as.row_is_from ? column : row)};
  Result& result = result_of(as.test, subject);
  const bool is_time = matrix.description.ends_with("(ns)");
  const std::string metric = !as.metric.empty() ? as.metric : is_time ? "latency" : "bandwidth";
  const Unit unit = is_time ? Unit::seconds : Unit::bytes_per_second;
  const Better better = is_time ? Better::lower : Better::higher;
  const bool twice = std::any_of(result.metrics.begin(), result.metrics.end(),
                                 [&](const Metric& known) { return known.name == metric; });
  if (twice)
    return add_defect(result,
                      {.what = at.name + " stands there twice", .where = where(at, matrix)});
  if (!cell) {
    // Neither a figure nor on the diagonal: no peer access.
    result.metrics.push_back({.name = metric, .unit = unit, .better = better});
    return;
  }
  if (cell->value <= 0)
    add_defect(result, {.what = at.name + " shows no work",
                        .where = where(at, matrix),
                        .actual = fmt::format("{}", cell->value)});
  result.metrics.push_back(
      one_sample(metric, unit, better, cell->value * (is_time ? kNano : kGiga * as.factor)));
}

void Writer::check_sum(const Case& at, const Matrix& matrix) {
  Printed sum;
  std::size_t cells = 0;
  for (const auto& row : matrix.rows)
    for (const auto& cell : row) {
      if (!cell) continue;
      sum.value += cell->value;
      sum.rounding += cell->rounding;
      ++cells;
    }
  if (cells == 0)
    imported_.unread.push_back(where(at, matrix) + " has no figure");
  else if (matrix.sum && !may_be_equal(sum, *matrix.sum))
    imported_.defects.push_back({.what = "the sum is not that of the matrix",
                                 .where = where(at, matrix),
                                 .expected = fmt::format("{:.2f}", sum.value),
                                 .actual = fmt::format("{:.2f}", matrix.sum->value)});
}

void Writer::check_devices(const Case& at, const Matrix& matrix) {
  if (bench_.node.gpus.empty() || matrix.columns == bench_.node.gpus.size()) return;
  if (at.name.starts_with("multinode")) return;  // a column is a process there
  imported_.defects.push_back({.what = "not as many columns as devices",
                               .where = where(at, matrix),
                               .expected = std::to_string(bench_.node.gpus.size()),
                               .actual = std::to_string(matrix.columns)});
}

void Writer::add_matrix(const Case& at, const Counterpart& as, const Matrix& matrix) {
  check_sum(at, matrix);
  check_devices(at, matrix);
  // The parts of a test in both directions are in the sum of their total.
  if (matrix.description.find("1 bandwidth") != std::string::npos ||
      matrix.description.find("2 bandwidth") != std::string::npos)
    return;
  for (std::size_t row = 0; row < matrix.rows.size(); ++row)
    for (std::size_t column = 0; column < matrix.rows[row].size(); ++column)
      add_cell(at, as, matrix, row, column);
}

void Writer::add_case(const Case& at) {
  const Counterpart as = counterpart_of(at.name);
  if (at.waived) {
    std::string& names = waived_[at.name.empty() ? "nvbandwidth.unnamed" : as.test];
    names += (names.empty() ? "" : ", ") + at.name;
    return;
  }
  for (const Matrix& matrix : at.matrices) add_matrix(at, as, matrix);
  if (!at.error.empty()) set_error(result_of(as.test, {}), at.name + ": " + at.error);
}

/// A test of which a part was carried out is not skipped.
void Writer::add_skipped() {
  for (const auto& [test, names] : waived_) {
    const bool any = std::any_of(imported_.results.begin(), imported_.results.end(),
                                 [&, id = test](const Result& r) { return r.test == id; });
    if (any) continue;
    Result& result = result_of(test, {});
    result.outcome = Outcome::skipped;
    result.reason = "waived by nvbandwidth: " + names;
  }
}

Imported Writer::imported() && {
  imported_.unread = bench_.unread;
  imported_.tool_version = bench_.version;
  imported_.node = bench_.node;
  if (const auto cuda = imported_.node.software.find("cuda"); cuda != imported_.node.software.end())
    cuda->second = cuda_version(cuda->second);
  for (const Case& at : bench_.cases) add_case(at);
  add_skipped();
  return std::move(imported_);
}

}  // namespace

Imported results_of(Bench bench) { return Writer(std::move(bench)).imported(); }

}  // namespace assay::nvbandwidth
