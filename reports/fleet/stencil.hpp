#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "reports/fleet/slot.hpp"

namespace assay::fleet {

/// A text with slots: everything between them must stand there byte for byte. A JSON text that fits
/// is JSON of the very structure of the one that the stencil was cut from, with other values in its
/// slots, because a token of the same kind stands in each.
class Stencil {
 public:
  /// `slots` are in the order of the text and do not overlap.
  Stencil(std::string text, std::vector<Slot> slots);

  /// Does `text` fit? Fills the targets of the slots; if it does not, some of them.
  [[nodiscard]] bool fits(std::string_view text) const;

  [[nodiscard]] const std::vector<Slot>& slots() const noexcept { return slots_; }

 private:
  std::string text_;
  std::vector<Slot> slots_;
};

}  // namespace assay::fleet
