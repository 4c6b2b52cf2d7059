#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string_view>

#include "burnin/conclude/counters.hpp"

namespace assay {

/// Why a GPU's clocks are lower than they could be. The number of a cause is the number of its bit
/// (NVML API reference, "Clocks Event Reasons"); bits combine and are read one by one.
/// `thermal_policy` has no bit, only a counter: time lowered by either thermal cause.
enum class ThrottleCause : std::size_t {
  idle,
  clock_setting,
  power_cap,
  hardware,
  sync_boost,
  thermal,
  hardware_thermal,
  power_brake,
  display,
  thermal_policy
};
inline constexpr std::size_t kThrottleCauses = 10;
inline constexpr std::size_t kThrottleBits = 9;

/// "throttle_power_cap": the name of the sensor and of the counter in telemetry.
[[nodiscard]] std::string_view name(ThrottleCause cause) noexcept;
/// The cause of that name, nothing for another name.
[[nodiscard]] std::optional<ThrottleCause> throttle_cause(std::string_view name) noexcept;
[[nodiscard]] constexpr std::uint32_t throttle_bit(ThrottleCause cause) {
  return std::uint32_t{1} << static_cast<unsigned>(cause);
}

/// What a cause means for the node.
enum class ThrottleMeaning {
  nothing,        ///< idle, sync boost: as it should be
  benign,         ///< the power cap that the node is meant to have
  configuration,  ///< somebody set it so
  fault,   ///< heat, hardware slowdown, power brake, or a GPU that needs more power than others
  unknown  ///< a power cap of which the limit or the peers are not known
};
[[nodiscard]] std::string_view name(ThrottleMeaning meaning) noexcept;

/// What tells whether a power cap is benign. NaN = not known.
struct PowerCapContext {
  double enforced_w = std::numeric_limits<double>::quiet_NaN();
  double default_w = enforced_w;
  double profile_w = enforced_w;  ///< what the profile demands; NaN = it says nothing
  double clock_ratio =
      enforced_w;  ///< mean clock over the mean of the other GPUs, at the same times
};
inline constexpr double kClockTolerance = 0.03;  ///< slower than the peers by more is a fault
inline constexpr double kLimitTolerance =
    0.005;  ///< of a power limit: limits are set in whole watts

[[nodiscard]] ThrottleMeaning meaning(ThrottleCause cause, const PowerCapContext& context);

/// Time in one cause.
struct ThrottleTime {
  std::optional<double> seconds;  ///< nothing: neither counter nor bits could be read
  double share = 0;               ///< of the time watched
  enum class Source { none, counter, sampled } source = Source::none;
  bool at_least = false;  ///< a counter was reset or lost, or samples are missing
};

/// Folds throttle bits and counters of one GPU over a burn-in.
struct ThrottleWatch {
  /// Samples further apart than `longest` say nothing of the time between them.
  explicit ThrottleWatch(double longest = 1) : longest_s(longest) {}

  double longest_s;
  double last_s = -1;  ///< below 0: nothing sampled yet
  bool last_read = false;
  std::uint32_t last_bits = 0;
  double watched_s = 0;  ///< between two samples, the first of which was read
  double unread_s = 0;   ///< the other time
  std::array<double, kThrottleBits> sampled_s{};
  std::array<CounterDelta, kThrottleCauses> counters{};  ///< nanoseconds

  /// The bits hold from this sample to the next. Bits that have no cause here are left out.
  void add(double t_s, std::uint32_t bits) {
    const double elapsed = t_s - last_s;
    if (last_s >= 0 && elapsed > 0) pass(elapsed);
    last_s = t_s;
    last_bits = bits;
    last_read = true;
  }
  /// The bits could not be read.
  void add_unread(double t_s);
  /// The driver's count of nanoseconds in a cause; nothing = could not be read.
  void add_counter(ThrottleCause cause, std::optional<std::int64_t> ns) {
    counters.at(static_cast<std::size_t>(cause)).add(ns);
  }
  /// From the counter where it was read at least twice, from samples otherwise; and from samples
  /// where they show more than a second of it and the counter none: that counter does not count.
  [[nodiscard]] ThrottleTime time(ThrottleCause cause) const;

 private:
  void pass(double elapsed) {
    if (!last_read || elapsed > longest_s) {
      unread_s += elapsed;
      return;
    }
    watched_s += elapsed;
    for (std::uint32_t left = last_bits & ((1U << kThrottleBits) - 1); left != 0; left &= left - 1)
      sampled_s[static_cast<std::size_t>(__builtin_ctz(left))] += elapsed;
  }
};

/// Clocks of a node's GPUs, each against the mean of the others at the same time.
struct PeerClocks {
  static constexpr std::size_t kMost = 16;
  std::array<double, kMost> own_hz{}, others_hz{};  ///< sums over the ticks that counted
  std::array<std::uint64_t, kMost> ticks{};

  /// One tick: the clocks of all GPUs (NaN = not read; those beyond kMost are left out). GPU i
  /// counts where bit i of `counted` is set: while it is power capped.
  void add(std::span<const double> clocks_hz, std::uint32_t counted);
  /// Mean clock of GPU `i` over the mean of the others; NaN where it never counted or has no peer.
  [[nodiscard]] double ratio(std::size_t i) const;
};

}  // namespace assay
