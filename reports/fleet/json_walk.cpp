#include "reports/fleet/json_walk.hpp"

namespace assay::fleet {
namespace {

std::string_view without_space(std::string_view token) {
  return token.substr(0, token.find_last_not_of(" \t\r\n") + 1);
}

}  // namespace

void SlotList::add(JsonValue value, SlotKind kind, SlotTarget target) {
  add_token(without_space(value.raw_json_token()), kind, target);
}

void SlotList::add_points(JsonValue value) {
  add_token(without_space(value.get_array().value().raw_json()), SlotKind::points, {});
}

void SlotList::add_token(std::string_view token, SlotKind kind, SlotTarget target) {
  const auto begin = static_cast<std::size_t>(token.data() - text_);
  const Slot slot{.begin = begin, .end = begin + token.size(), .kind = kind, .target = target};
  // What cannot be read back from its own place is kept as it stands.
  const char* at = token.data();
  const char* const end = at + token.size();
  if (take_slot(slot, at, end) && at == end) slots_.push_back(slot);
}

}  // namespace assay::fleet
