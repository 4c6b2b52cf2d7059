#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace assay::fleet {

/// What may stand in a place of a text that differs from node to node.
enum class SlotKind {
  text,       ///< a string of plain ASCII without escapes
  number,     ///< a number whose double is finite
  whole,      ///< an integer of at most 18 digits
  unsigned_,  ///< the same, not negative
  points      ///< an array of [min, mean, max] and null, as a recording has
};

/// Where the value found goes; nowhere: it must be legible, and that is all.
using SlotTarget =
    std::variant<std::monostate, double*, std::uint64_t*, std::int64_t*, std::string*>;

/// A place in a text that may hold any value of its kind. The target is not owned and, if it is one
/// of a number, of the type that the kind has: number double, whole int64_t, unsigned_ uint64_t.
struct Slot {
  std::size_t begin = 0, end = 0;  ///< of the token in the text that it was cut from
  SlotKind kind = SlotKind::text;
  SlotTarget target;
};

/// Reads the token of `slot` at `at` and moves `at` behind it. False where there is none, or one
/// whose value is not certain to be read in the same way by ReportReader: escapes, characters
/// beyond ASCII, numbers out of range. `at` is undefined then.
[[nodiscard]] bool take_slot(const Slot& slot, const char*& at, const char* end);

}  // namespace assay::fleet
