#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace assay {

/// A power in slots of the wall clock, so that those of several nodes can be summed slot by slot
/// however their readings fall. Slot n of a width w is the time from n w to (n + 1) w seconds since
/// 1970. Of bounded memory: what is kept of more than kMost slots is the latest, or all of it in
/// slots twice as wide.
struct WallPower {
  static constexpr std::size_t kMost = 1024;
  enum class Keep { latest, all };

  explicit WallPower(Keep what, double width) : keep(what), width_s(width) {}

  Keep keep;
  double width_s;          ///< of a slot, the first one times a power of two
  std::int64_t first = 0;  ///< number of the slot that sums[0] is of
  std::size_t size = 0;    ///< slots from there to the latest that has a reading
  std::array<double, kMost> sums{}, counts{};  ///< of the readings of each slot

  /// NaN = not read. A reading of before the first slot is left out: the clock was set back.
  void add(double wall_s, double power_w);
  /// Mean power in each of `n` slots from number `from` on, `wide` seconds each, which is `width_s`
  /// times a power of two; NaN of slots without a reading. Throws Error for another width.
  [[nodiscard]] std::vector<double> means(std::int64_t from, std::size_t n, double wide) const;

 private:
  void make_room(std::int64_t slot);
  void widen();
};

/// Fills stretches of at most `longest` gaps between two means by a straight line: readings of one
/// node fall beside a slot now and then, those of some of thousands always do.
void bridge_gaps(std::vector<double>& means, std::size_t longest) noexcept;

/// What the ranks of a hall know together of a power: slots that all of them have. Nothing where
/// `size` is 0.
struct CommonSlots {
  double width_s = 0;
  std::int64_t first = 0;
  std::size_t size = 0;
};

/// Of one node's slots.
[[nodiscard]] CommonSlots slots_of(const WallPower& power) noexcept;
/// What both have, in the wider of their slots; the widths are powers of two times one another.
/// Nothing where either has nothing.
[[nodiscard]] CommonSlots common_slots(const CommonSlots& a, const CommonSlots& b) noexcept;

}  // namespace assay
