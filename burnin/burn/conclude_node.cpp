#include <algorithm>
#include <cmath>

#include "burnin/burn/conclude_parts.hpp"
#include "core/stats.hpp"

namespace assay {
namespace {

std::optional<double> known(double value) {
  return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

std::string describe(const SwingLine& line) {
  std::string words = short_text(line.frequency_hz, " Hz: ") + std::string(name(line.origin));
  if (std::isfinite(line.amplitude_w)) words += ", " + short_text(line.amplitude_w, " W");
  words += ", " + short_text(100 * line.share, " % of the mean");
  if (line.origin == SwingLine::Origin::alias)
    words += ", the image of " + short_text(line.source_hz, " Hz");
  return words;
}

/// What deviates by less is normal between good devices.
constexpr PeerRule kTemperatureRule{.absolute = 8}, kPowerRule{.relative = 0.05},
    kRateRule{.relative = 0.06};

std::vector<PeerStanding> standings(const std::vector<double>& readings, const PeerRule& rule) {
  return peer_spread(readings, rule).standings;
}

}  // namespace

void conclude_power(Result& node, const PowerRamp& ramp, const Swing& swing) {
  if (ramp.rates.n() == 0) return;
  put_metric(node, "power_sum_mean", Unit::watts, Better::higher, known(swing.mean_w),
             "no stretch of readings without a gap was long enough");
  put_metric(node, "power_range", Unit::watts, Better::lower, known(ramp.dynamic_range_w()));
  put_metric(node, "power_rise_max", Unit::watts, Better::lower, known(ramp.steepest_up));
  put_metric(node, "power_fall_max", Unit::watts, Better::lower, known(-ramp.steepest_down));
  put_metric(node, "power_step_p99", Unit::watts, Better::lower, known(ramp.p99_rate()));
  node.facts["power_ramps"] = "watts within " + short_text(ramp.over_s, " s");
  const bool measured = swing.doubt.empty();
  put_metric(node, "power_swing", Unit::watts, Better::lower,
             measured ? known(swing.largest_w) : std::nullopt, std::string(swing.doubt));
  if (measured)
    node.facts["power_swing_band"] =
        short_text(swing.low_hz, " Hz to ") + short_text(swing.high_hz, " Hz; ") +
        "the sensor has a new reading every " + short_text(swing.update_interval_s, " s");
  constexpr std::size_t kMostLines = 8;
  for (std::size_t i = 0; i < std::min(swing.lines.size(), kMostLines); ++i)
    node.facts["power_swing_line_" + std::to_string(i + 1)] = describe(swing.lines[i]);
}

void conclude_ticks(Result& result, const TickWatch& ticks) {
  if (ticks.gaps > 0)
    result.facts["telemetry_gaps"] = std::to_string(ticks.gaps) + ", " +
                                     short_text(ticks.lost_s, " s together, the longest ") +
                                     short_text(ticks.longest_gap_s, " s");
  if (ticks.jumps > 0)
    result.facts["clock_jumps"] = std::to_string(ticks.jumps) + " of the wall clock, the largest " +
                                  short_text(ticks.largest_jump_s, " s");
}

std::vector<AmongPeers> among_peers(const std::vector<DeviceBurn>& devices,
                                    const PeerClocks& clocks) {
  std::vector<double> temperatures;
  std::vector<double> powers;
  std::vector<double> rates;
  for (const DeviceBurn& device : devices) {
    temperatures.push_back(device.temperature.figures({}).final_level);
    powers.push_back(device.energy.mean().watts);
    const auto& metrics = device.stints.metrics;
    const bool has_rate = !metrics.empty() && !metrics.front().values.empty();
    rates.push_back(has_rate ? median(metrics.front().values)
                             : std::numeric_limits<double>::quiet_NaN());
  }
  const auto by_temperature = standings(temperatures, kTemperatureRule);
  const auto by_power = standings(powers, kPowerRule);
  const auto by_rate = standings(rates, kRateRule);
  std::vector<AmongPeers> all(devices.size());
  for (std::size_t i = 0; i < devices.size(); ++i)
    all[i] = {by_temperature[i], by_power[i], by_rate[i], clocks.ratio(i)};
  return all;
}

}  // namespace assay
