#include "cli/fabric/hall_power.hpp"

#include <algorithm>
#include <cmath>

#include "burnin/burn/conclude.hpp"
#include "cli/fabric/clock.hpp"
#include "cli/fabric/exchange.hpp"
#include "cli/fabric/fabric.hpp"
#include "cli/fabric/mpi.hpp"
#include "core/error.hpp"
#include "core/number_text.hpp"

namespace assay {
namespace {

constexpr std::size_t kTold = 7;  ///< numbers of slots: two times three, and an interval
constexpr double kNotKnown = -1;
/// Readings that fall beside their slot, as SwingSpectrum bridges them.
constexpr std::size_t kBridged = SwingSpectrum::kMostHeld;

std::string told(const CommonSlots& all, const CommonSlots& latest, double interval_s) {
  std::vector<double> numbers;
  for (const CommonSlots& slots : {all, latest})
    numbers.insert(numbers.end(), {slots.width_s, static_cast<double>(slots.first),
                                   static_cast<double>(slots.size)});
  numbers.push_back(std::isfinite(interval_s) ? interval_s : kNotKnown);
  return numbers_text(numbers);
}

std::string told(const SharedPower* own) {
  if (own == nullptr) return told({}, {}, kNotKnown);
  return told(slots_of(own->all), slots_of(own->latest), own->update_interval_s);
}

/// What the nodes agreed to sum.
struct Agreed {
  CommonSlots all, latest;
  double interval_s = kNotKnown;
};

Agreed heard(const std::string& text) {
  const std::vector<double> numbers = numbers_from(text, kTold);
  const auto slots = [&](std::size_t at) {
    return CommonSlots{numbers[at], static_cast<std::int64_t>(numbers[at + 1]),
                       static_cast<std::size_t>(numbers[at + 2])};
  };
  return {slots(0), slots(3), numbers[6]};
}

Agreed common(const std::vector<std::string>& all) {
  Agreed together = heard(all.at(0));
  for (std::size_t i = 1; i < all.size(); ++i) {
    const Agreed one = heard(all[i]);
    together.all = common_slots(together.all, one.all);
    together.latest = common_slots(together.latest, one.latest);
    const bool known = together.interval_s >= 0 && one.interval_s >= 0;
    together.interval_s = known ? std::max(together.interval_s, one.interval_s) : kNotKnown;
  }
  return together;
}

/// Who knows nothing; "" = they have nothing in common.
std::string silent(const std::vector<std::string>& all, const std::vector<Hello>& nodes) {
  std::string names;
  std::size_t count = 0;
  for (std::size_t rank = 0; rank < all.size() && rank < nodes.size(); ++rank) {
    if (heard(all[rank]).all.size > 0) continue;
    constexpr std::size_t kNamed = 4;
    if (++count <= kNamed) names += (names.empty() ? "" : ", ") + nodes[rank].hostname;
    if (count == kNamed + 1) names += ", ...";
  }
  if (count == 0) return "the nodes' readings have no time in common";
  return "the power of " + std::to_string(count) + " nodes is not known: " + names;
}

/// Watts, 0 where there are none, and how many nodes know them.
void add_slots(const WallPower& power, const CommonSlots& slots, std::vector<double>& numbers) {
  if (slots.size == 0) return;
  std::vector<double> watts = power.means(slots.first, slots.size, slots.width_s);
  bridge_gaps(watts, kBridged);
  for (const double one : watts) numbers.push_back(std::isnan(one) ? 0 : one);
  for (const double one : watts) numbers.push_back(std::isnan(one) ? 0 : 1);
}

SummedPower taken(const CommonSlots& slots, std::int64_t nodes, const double*& from) {
  SummedPower power{slots, std::vector<double>(from, from + slots.size)};
  from += slots.size;
  for (double& watts : power.watts)
    if (*from++ < static_cast<double>(nodes)) watts = std::numeric_limits<double>::quiet_NaN();
  return power;
}

double mean_of(const std::vector<double>& watts) {
  double sum = 0;
  double n = 0;
  for (const double one : watts)
    if (!std::isnan(one)) {
      sum += one;
      n += 1;
    }
  return sum / n;
}

double time_of(const CommonSlots& slots, std::size_t i) {
  return (static_cast<double>(slots.first) + static_cast<double>(i)) * slots.width_s;
}

PowerRamp ramp_of(const SummedPower& power) {
  PowerRamp ramp(power.slots.width_s, std::max(1.0, power.slots.width_s));
  for (std::size_t i = 0; i < power.watts.size(); ++i)
    ramp.add(time_of(power.slots, i), power.watts[i]);
  return ramp;
}

/// Of segments as long as the readings allow.
Swing swing_of(const HallLoad& load) {
  const SummedPower& power = load.power.latest;
  std::size_t length = 64;
  while (length < kLongestTransform && 2 * length <= power.watts.size()) length *= 2;
  SwingSpectrum spectrum(power.slots.width_s, length);
  for (std::size_t i = 0; i < power.watts.size(); ++i)
    spectrum.add(time_of(power.slots, i), power.watts[i]);
  return spectrum.swing(load.power.update_interval_s, load.waves);
}

Series series_of(const HallLoad& load) {
  const SummedPower& power = load.power.all;
  Series series{.subject = {.kind = "group", .id = "all"},
                .name = "power_w",
                .unit = Unit::watts,
                .t0_s = time_of(power.slots, 0) - load.started_wall_s,
                .period_s = power.slots.width_s};
  series.values.reserve(power.watts.size());
  for (const double watts : power.watts)
    series.values.push_back(std::isnan(watts) ? std::nullopt
                                              : std::optional(Series::Point{watts, watts, watts}));
  return series;
}

}  // namespace

HallPower Fabric::sum_power(const SharedPower* own) {
  if (alone() || !why_not_.empty()) return {.why_not = "the other nodes could not be asked"};
  HallPower power;
  try {
    const std::vector<std::string> all = unpacked(gathered(told(own), kWordsS));
    const Agreed asked = place_.rank == 0 ? common(all) : Agreed{};
    const Agreed slots = heard(agreed(told(asked.all, asked.latest, asked.interval_s)));
    if (slots.all.size == 0) {
      if (place_.rank == 0) power.why_not = silent(all, nodes_);
      return power;
    }
    std::vector<double> numbers;
    add_slots(own->all, slots.all, numbers);
    add_slots(own->latest, slots.latest, numbers);
    const std::vector<double> sums = numbers_from(summed(numbers_text(numbers)), numbers.size());
    const double* from = sums.data();
    power.all = taken(slots.all, place_.size, from);
    power.latest = taken(slots.latest, place_.size, from);
    if (slots.interval_s >= 0) power.update_interval_s = slots.interval_s;
  } catch (const Interrupted&) {
    power.why_not = "the run was interrupted";
  } catch (const Error& error) {
    power.why_not = why_not_ = error.what();
  }
  return power;
}

Result hall_result(const HallLoad& load, std::int64_t nodes, std::vector<Series>& series) {
  Result result;
  result.test = load.test;
  result.subject = {.kind = "group", .id = "all", .ranks = nodes};
  result.params["nodes"] = nodes;
  if (!load.power.why_not.empty()) {
    result.facts["power_sum_mean_unknown"] = load.power.why_not;
    return result;
  }
  Swing swing = swing_of(load);
  swing.mean_w = mean_of(load.power.all.watts);  // of the whole load, not of its end
  conclude_power(result, ramp_of(load.power.all), swing);
  result.facts["power_slots"] = number_text(load.power.all.slots.width_s) + " s";
  series.push_back(series_of(load));
  return result;
}

}  // namespace assay
