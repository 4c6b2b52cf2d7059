#include <fmt/format.h>

#include <array>

#include "core/glob.hpp"
#include "reports/judge/lint_parts.hpp"
#include "reports/judge/select.hpp"
#include "reports/profile/quantity.hpp"

namespace assay {
namespace {

/// A floor under half of what the hardware can do lets half-broken hardware through.
constexpr double kFarUnder = 0.5;

/// Figures that no working hardware is below (a floor there never fails) or above (a ceiling there
/// never fails). Wide on purpose: 0 = no such figure.
struct Believable {
  Unit unit;
  double lowest, highest;
};
constexpr std::array<Believable, 11> kBelievable{{
    {Unit::bytes_per_second, 1e6, 1e15},
    {Unit::flops, 1e6, 1e19},
    {Unit::ops, 1e6, 1e19},
    {Unit::per_second, 0, 1e15},
    {Unit::hertz, 1e6, 1e11},
    {Unit::seconds, 1e-10, 1e6},
    {Unit::watts, 1, 1e5},
    {Unit::celsius, 0, 150},
    {Unit::bits_per_second, 1e6, 1e14},
    {Unit::transfers_per_second, 1e6, 1e12},
    {Unit::count, 0, 1e9},
}};

class Bounds {
 public:
  Bounds(const Limit& limit, std::vector<Finding>& findings) : limit_(limit), findings_(findings) {}

  void never_holds(const std::string& why) { add(why + ": this limit can never hold"); }
  void never_fails(const std::string& why) { add(why + ": this limit can never fail"); }

 private:
  void add(const std::string& text) {
    findings_.push_back(
        {Finding::Severity::error, limit_.at, fmt::format("{}: {}", describe(limit_), text)});
  }
  const Limit& limit_;
  std::vector<Finding>& findings_;
};

bool is_share(const Threshold& threshold) { return threshold.of != Threshold::Of::absolute; }

bool is_share_of_whole(const Limit& limit) {
  return glob_matches("*_share", limit.metric) || limit.metric == "coverage";
}

/// Unit of the judged number, as far as it can be known.
std::optional<Unit> unit_of(const Limit& limit, const Threshold& threshold,
                            const std::optional<SeenMetric>& seen) {
  if (limit.statistic == "droop" || is_share_of_whole(limit)) return Unit::ratio;
  if (threshold.unit) return threshold.unit;
  return seen ? std::optional(seen->unit) : std::nullopt;
}

const Expectation* number_expected(const Profile& profile, std::string_view key) {
  for (const Expectation& expectation : profile.expectations)
    if (expectation.key == key && expectation.number &&
        expectation.comparison != Comparison::at_least)
      return &expectation;
  return nullptr;
}

/// The most that the profile itself says the hardware can show.
std::optional<double> stated_ceiling(const Limit& limit, Unit unit, const Profile& profile) {
  if (unit == Unit::watts &&
      (limit.each == "gpu" || glob_matches("telemetry.power_w.*", limit.metric)))
    if (const Expectation* power = number_expected(profile, "power_limit")) return power->number;
  if (unit == Unit::bytes_per_second && glob_matches("link.nvlink*", limit.test)) {
    const Expectation* links = number_expected(profile, "nvlinks");
    const Expectation* speed = number_expected(profile, "nvlink_speed");
    constexpr double both_directions = 2;
    if (links != nullptr && speed != nullptr)
      return *links->number * *speed->number * both_directions;
  }
  return std::nullopt;
}

void lint_floor_share(const Threshold& floor, Bounds& bounds) {
  const bool of_hardware = floor.of == Threshold::Of::peak || floor.of == Threshold::Of::nominal;
  if (of_hardware && floor.value > 1)
    bounds.never_holds(fmt::format("{} is above what the hardware can do", floor.text));
  if (floor.value < kFarUnder)
    bounds.never_fails(fmt::format("{} is far under what hardware that works does", floor.text));
}

void lint_floor(const Limit& limit, const Threshold& floor, const Profile& profile,
                const std::optional<SeenMetric>& seen, Bounds& bounds) {
  if (is_share(floor)) {
    lint_floor_share(floor, bounds);
    return;
  }
  const std::optional<Unit> unit = unit_of(limit, floor, seen);
  if (unit == Unit::ratio && floor.value > 1 &&
      (limit.statistic == "droop" || is_share_of_whole(limit)))
    bounds.never_holds(fmt::format("{} is more than the whole", floor.text));
  if (limit.statistic == "droop" && floor.value < kFarUnder)
    bounds.never_fails(fmt::format("a droop to {} is no working hardware", floor.text));
  if (floor.value == 0 && unit != Unit::celsius) bounds.never_fails("nothing is below 0");
  if (!unit || floor.value == 0) return;
  for (const Believable& row : kBelievable)
    if (row.unit == *unit && floor.value < row.lowest)
      bounds.never_fails(fmt::format("{} is far under what hardware that works does",
                                     format_quantity(floor.value, unit)));
  const std::optional<double> stated = stated_ceiling(limit, *unit, profile);
  if (stated && floor.value > *stated)
    bounds.never_holds(fmt::format("{} is above the {} that `expect` allows", floor.text,
                                   format_quantity(*stated, unit)));
  if (!seen || !seen->peak || limit.statistic == "droop") return;
  if (floor.value > *seen->peak)
    bounds.never_holds(fmt::format("{} is above the peak reported, {}", floor.text,
                                   format_quantity(*seen->peak, unit)));
  if (floor.value < kFarUnder * *seen->peak)
    bounds.never_fails(fmt::format("{} is under half of the peak reported, {}", floor.text,
                                   format_quantity(*seen->peak, unit)));
}

void lint_ceiling(const Limit& limit, const Threshold& ceiling,
                  const std::optional<SeenMetric>& seen, Bounds& bounds) {
  if (is_share(ceiling)) {
    if (ceiling.of == Threshold::Of::peak && ceiling.value >= 1)
      bounds.never_fails(fmt::format("nothing is above {}", ceiling.text));
    return;
  }
  const std::optional<Unit> unit = unit_of(limit, ceiling, seen);
  if (is_share_of_whole(limit) && ceiling.value >= 1)
    bounds.never_fails(fmt::format("{} is the whole", ceiling.text));
  for (const Believable& row : kBelievable)
    if (row.unit == unit && ceiling.value > row.highest)
      bounds.never_fails(fmt::format("nothing is above {}", ceiling.text));
}

}  // namespace

void lint_bounds(const Limit& limit, const Profile& profile, const std::optional<SeenMetric>& seen,
                 std::vector<Finding>& findings) {
  Bounds bounds(limit, findings);
  for (const auto* floor : {&limit.at_least, &limit.warn_below})
    if (*floor) lint_floor(limit, **floor, profile, seen, bounds);
  for (const auto* ceiling : {&limit.at_most, &limit.warn_above, &limit.implausible_above})
    if (*ceiling) lint_ceiling(limit, **ceiling, seen, bounds);
}

}  // namespace assay
