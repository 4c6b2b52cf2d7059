#pragma once
#include <simdjson.h>

#include <string_view>
#include <vector>

#include "reports/fleet/slot.hpp"

namespace assay::fleet {

using JsonValue = simdjson::ondemand::value;

/// Calls `take(key, value)` for each member of `object`.
template <class Take>
void each_member(JsonValue object, Take take) {
  for (auto field : object.get_object()) {
    const std::string_view key = field.unescaped_key();
    take(key, JsonValue(field.value()));
  }
}

/// Calls `take(index, value)` for each element of `array`.
template <class Take>
void each_element(JsonValue array, Take take) {
  std::size_t index = 0;
  for (auto element : array.get_array()) take(index++, JsonValue(element.value()));
}

/// Collects slots at the positions of values in one text.
class SlotList {
 public:
  explicit SlotList(const char* text) : text_(text) {}

  /// A slot at `value`; none where it is of another type than `kind` takes.
  void add(JsonValue value, SlotKind kind, SlotTarget target = {});
  /// A slot for the whole array `value`.
  void add_points(JsonValue value);

  [[nodiscard]] std::vector<Slot> take() { return std::move(slots_); }

 private:
  void add_token(std::string_view token, SlotKind kind, SlotTarget target);

  const char* text_;
  std::vector<Slot> slots_;
};

}  // namespace assay::fleet
