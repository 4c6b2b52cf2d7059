#include "reports/fleet/stencil.hpp"

#include <cstring>
#include <utility>

#include "core/error.hpp"

namespace assay::fleet {

Stencil::Stencil(std::string text, std::vector<Slot> slots)
    : text_(std::move(text)), slots_(std::move(slots)) {
  std::size_t before = 0;
  for (const Slot& slot : slots_) {
    if (slot.begin < before || slot.end < slot.begin || slot.end > text_.size())
      throw Error("slots of a stencil overlap");
    before = slot.end;
  }
}

bool Stencil::fits(std::string_view text) const {
  const char* at = text.data();
  const char* const end = at + text.size();
  std::size_t literal = 0;
  for (const Slot& slot : slots_) {
    const std::size_t length = slot.begin - literal;
    if (std::cmp_less(end - at, length) || std::memcmp(at, text_.data() + literal, length) != 0)
      return false;
    at += length;
    if (!take_slot(slot, at, end)) return false;
    literal = slot.end;
  }
  return std::string_view(at, static_cast<std::size_t>(end - at)) ==
         std::string_view(text_).substr(literal);
}

}  // namespace assay::fleet
