#include "burnin/conclude/wall_power.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/error.hpp"

namespace assay {
namespace {

std::int64_t slot_at(double wall_s, double width_s) noexcept {
  return static_cast<std::int64_t>(std::floor(wall_s / width_s));
}

/// Rounds down, also below 0.
std::int64_t wider_slot(std::int64_t slot, std::int64_t times) noexcept {
  return slot >= 0 ? slot / times : -((-slot + times - 1) / times);
}

/// `slots` as those of `width_s` that begin and end within them.
CommonSlots in_width(const CommonSlots& slots, double width_s) noexcept {
  const auto times = static_cast<std::int64_t>(std::llround(width_s / slots.width_s));
  const std::int64_t end = slots.first + static_cast<std::int64_t>(slots.size);
  const std::int64_t from = wider_slot(slots.first + times - 1, times);
  const std::int64_t to = wider_slot(end, times);
  return {width_s, from, static_cast<std::size_t>(std::max<std::int64_t>(to - from, 0))};
}

}  // namespace

void WallPower::add(double wall_s, double power_w) {
  if (!std::isfinite(wall_s) || !std::isfinite(power_w)) return;
  if (size == 0) first = slot_at(wall_s, width_s);
  make_room(slot_at(wall_s, width_s));
  const std::int64_t slot = slot_at(wall_s, width_s);
  if (slot < first) return;
  const auto at = static_cast<std::size_t>(slot - first);
  sums[at] += power_w;
  counts[at] += 1;
  size = std::max(size, at + 1);
}

void WallPower::make_room(std::int64_t slot) {
  constexpr auto most = static_cast<std::int64_t>(kMost);
  if (keep == Keep::all) {
    for (std::int64_t times = 1; wider_slot(slot, times) - first >= most; times *= 2) widen();
    return;
  }
  if (slot - first < most) return;
  // Half of the slots at once, so that few readings move others.
  const std::int64_t gone = std::min(slot - first - most / 2, most);
  std::move(sums.begin() + gone, sums.end(), sums.begin());
  std::move(counts.begin() + gone, counts.end(), counts.begin());
  std::fill(sums.end() - gone, sums.end(), 0);
  std::fill(counts.end() - gone, counts.end(), 0);
  size -= std::min(size, static_cast<std::size_t>(gone));
  first = slot - most / 2;
}

void WallPower::widen() {
  std::array<double, kMost> wide_sums{};
  std::array<double, kMost> wide_counts{};
  const std::int64_t wide_first = wider_slot(first, 2);
  for (std::size_t i = 0; i < size; ++i) {
    const auto to =
        static_cast<std::size_t>(wider_slot(first + static_cast<std::int64_t>(i), 2) - wide_first);
    wide_sums[to] += sums[i];
    wide_counts[to] += counts[i];
  }
  if (size > 0)
    size = static_cast<std::size_t>(wider_slot(first + static_cast<std::int64_t>(size) - 1, 2) -
                                    wide_first) +
           1;
  sums = wide_sums;
  counts = wide_counts;
  first = wide_first;
  width_s *= 2;
}

std::vector<double> WallPower::means(std::int64_t from, std::size_t n, double wide) const {
  const double ratio = wide / width_s;
  const auto times = static_cast<std::int64_t>(std::llround(ratio));
  if (times < 1 || std::abs(ratio - static_cast<double>(times)) > 1e-9 || (times & (times - 1)))
    throw Error("slots of " + std::to_string(wide) + " s of a power in slots of " +
                std::to_string(width_s) + " s");
  std::vector<double> watts(n, 0);
  std::vector<double> read(n, 0);
  for (std::size_t i = 0; i < size; ++i) {
    const std::int64_t slot = wider_slot(first + static_cast<std::int64_t>(i), times) - from;
    if (slot < 0 || std::cmp_greater_equal(slot, n)) continue;
    watts[static_cast<std::size_t>(slot)] += sums[i];
    read[static_cast<std::size_t>(slot)] += counts[i];
  }
  for (std::size_t i = 0; i < n; ++i)
    watts[i] = read[i] > 0 ? watts[i] / read[i] : std::numeric_limits<double>::quiet_NaN();
  return watts;
}

void bridge_gaps(std::vector<double>& means, std::size_t longest) noexcept {
  std::size_t known = means.size();  // the latest index that has one
  for (std::size_t i = 0; i < means.size(); ++i) {
    if (std::isnan(means[i])) continue;
    const std::size_t gap = known < i ? i - known - 1 : 0;
    if (gap <= longest)
      for (std::size_t k = 1; k <= gap; ++k)
        means[known + k] = means[known] + (means[i] - means[known]) * static_cast<double>(k) /
                                              static_cast<double>(gap + 1);
    known = i;
  }
}

CommonSlots slots_of(const WallPower& power) noexcept {
  return {power.width_s, power.first, power.size};
}

CommonSlots common_slots(const CommonSlots& a, const CommonSlots& b) noexcept {
  if (a.size == 0 || b.size == 0) return {};
  const double width_s = std::max(a.width_s, b.width_s);
  const CommonSlots of_a = in_width(a, width_s);
  const CommonSlots of_b = in_width(b, width_s);
  const std::int64_t from = std::max(of_a.first, of_b.first);
  const std::int64_t to = std::min(of_a.first + static_cast<std::int64_t>(of_a.size),
                                   of_b.first + static_cast<std::int64_t>(of_b.size));
  if (to <= from) return {};
  return {width_s, from, static_cast<std::size_t>(to - from)};
}

}  // namespace assay
