#include "burnin/conclude/course.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>
#include <vector>

#include "core/stats.hpp"

namespace assay {
namespace {

constexpr std::size_t kFineBits = std::bit_width(Course::kFine) - 1;
static_assert(std::size_t{1} << kFineBits == Course::kFine && Course::kBins % 2 == 0);

std::uint64_t slot_of(double at_s, double slot_s) {
  return static_cast<std::uint64_t>(std::llround(at_s / slot_s));
}

/// Medians of the first and the last third of the bins; nothing of fewer than three.
std::optional<std::pair<double, double>> thirds(const Course& course) {
  const auto holds = [](const Course::Cell& bin) { return bin.n > 0; };
  const auto from = std::find_if(course.bins.begin(), course.bins.end(), holds);
  const auto to = std::find_if(course.bins.rbegin(), course.bins.rend(), holds).base();
  const auto third = (to - from) / 3;
  if (third == 0) return {};
  const auto level = [&](auto begin) {
    std::vector<double> means;
    for (auto bin = begin; bin != begin + third; ++bin)
      if (holds(*bin)) means.push_back(bin->mean());
    return means.empty() ? std::numeric_limits<double>::quiet_NaN() : median(std::move(means));
  };
  return std::pair{level(from), level(to - third)};
}

double steady_time(const Course& course, double final_level, SteadyWithin within) {
  const double tolerance = std::max(within.absolute, within.relative * std::abs(final_level));
  std::size_t last_off = 0;  // one past the last age at which it was off
  for (std::size_t i = course.ages.size(); i > 0 && last_off == 0; --i) {
    const Course::Cell& cell = course.ages[i - 1];
    if (cell.n > 0 && !(std::abs(cell.mean() - final_level) <= tolerance)) last_off = i;
  }
  const double steady_s = static_cast<double>(age_at(last_off)) * course.slot_s;
  const double length_s = course.last_s - course.first_s + course.slot_s;
  return steady_s <= length_s * 2 / 3 ? steady_s : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

std::size_t age_index(std::uint64_t slots) {
  if (slots < Course::kFine) return static_cast<std::size_t>(slots);
  const auto doubling = static_cast<std::size_t>(std::bit_width(slots)) - 1 - kFineBits;
  const auto within = static_cast<std::size_t>(slots >> doubling) - Course::kFine;
  return std::min(Course::kFine * (doubling + 1) + within, Course::kAges - 1);
}

std::uint64_t age_at(std::size_t index) {
  if (index < Course::kFine) return index;
  const std::size_t doubling = index / Course::kFine - 1;
  return std::uint64_t{Course::kFine + index % Course::kFine} << doubling;
}

bool Course::turn(double t_s) {
  if (!(t_s >= open_s) || std::isinf(t_s)) {
    ++refused;
    return false;
  }
  close();
  open_s = std::min(t_s, std::floor(t_s / slot_s) * slot_s);
  return true;
}

void Course::close() {
  if (open.n > 0) put(std::exchange(open, {}), open_s);
}

void Course::put(Cell cell, double at_s) {
  const std::uint64_t slot = slot_of(at_s, slot_s);
  if (first_s < 0) first_s = at_s;
  if (last_s >= 0) lost_s += std::max(0.0, at_s - last_s - slot_s);
  last_s = at_s;
  total.add(cell);
  while ((slot >> static_cast<unsigned>(merges)) >= kBins) pair_bins();
  bins[slot >> static_cast<unsigned>(merges)].add(cell);
  ages[age_index(slot - slot_of(first_s, slot_s))].add(cell);
}

void Course::pair_bins() {
  for (std::size_t i = 0; i < kBins / 2; ++i) {
    Cell pair = bins[2 * i];
    pair.add(bins[2 * i + 1]);
    bins[i] = pair;
  }
  std::fill(bins.begin() + kBins / 2, bins.end(), Cell{});
  ++merges;
}

CourseFigures Course::figures(SteadyWithin within, std::optional<double> until_s) const {
  Course all = *this;
  all.close();
  CourseFigures figures;
  figures.n = all.total.n;
  figures.lost_s = all.lost_s;
  if (all.total.n == 0) return figures;
  figures.mean = all.total.mean();
  figures.min = quantiles.min;
  figures.max = quantiles.max;
  figures.p99 = quantiles.quantile(0.99);
  figures.p99_error = quantiles.error();
  if (until_s) figures.lost_s += std::max(0.0, *until_s - all.last_s - 2 * slot_s);
  if (const auto levels = thirds(all)) {
    figures.final_level = levels->second;
    figures.droop = levels->first == 0 ? figures.droop : levels->second / levels->first;
    figures.steady_s = steady_time(all, levels->second, within);
  }
  return figures;
}

}  // namespace assay
