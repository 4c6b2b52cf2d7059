#include "tests/reports/io/mutate.hpp"

#include <nlohmann/json.hpp>
#include <utility>

namespace assay::test {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kTwin = "@twin@";

void collect(Json& json, std::vector<Json*>& all) {
  all.push_back(&json);
  if (json.is_structured())
    for (Json& child : json) collect(child, all);
}

Json random_value(Dice& dice) {
  switch (dice.below(9)) {
    case 0:
      return nullptr;
    case 1:
      return dice.chance(0.5);
    case 2:
      return random_number(dice);
    case 3:
      return static_cast<std::int64_t>(dice.bits());
    case 4:
      return dice.bits();
    case 5:
      return random_text(dice);
    case 6:
      return Json::array();
    case 7:
      return Json::object();
    default:
      return dice.one_of<std::string>(
          {"ok", "error", "higher", "B/s", "1.7", "assay/report", "gpu"});
  }
}

void drop_a_member(Json& json, Dice& dice) {
  if (json.is_structured() && !json.empty())
    json.erase(std::next(json.begin(), static_cast<std::ptrdiff_t>(dice.below(json.size()))));
}

void add_a_member(Json& json, Dice& dice) {
  if (json.is_object()) json[random_text(dice)] = random_value(dice);
  if (json.is_array()) json.push_back(json.empty() ? random_value(dice) : json.front());
}

// A key twice cannot be had in a Json; a stand-in becomes the twin in the text.
void double_a_member(Json& json, Dice& dice) {
  if (!json.is_object() || json.empty()) return;
  const auto original =
      std::next(json.begin(), static_cast<std::ptrdiff_t>(dice.below(json.size())));
  const std::string twin = kTwin + original.key();
  Json value = original.value();  // json[twin] may move what it is a part of
  json[twin] = std::move(value);
}

std::string mutate_tree(const std::string& text, Dice& dice) {
  Json json = Json::parse(text);
  std::vector<Json*> all;
  collect(json, all);
  Json& victim = *all[dice.below(all.size())];
  switch (dice.below(6)) {
    case 0:
      drop_a_member(victim, dice);
      break;
    case 1:
      add_a_member(victim, dice);
      break;
    case 2:
      double_a_member(victim, dice);
      break;
    case 3:
      victim = Json(*all[dice.below(all.size())]);
      break;
    default:
      victim = random_value(dice);
  }
  std::string changed = json.dump(dice.chance(0.5) ? 1 : -1);
  if (const auto twin = changed.find(kTwin); twin != std::string::npos)
    changed.erase(twin, std::string_view(kTwin).size());
  return changed;
}

std::string mutate_bytes(std::string text, Dice& dice) {
  if (text.empty()) return text;
  const std::size_t at = dice.below(text.size());
  const auto byte = static_cast<char>(dice.below(256));
  switch (dice.below(5)) {
    case 0:
      text.resize(at);
      break;
    case 1:
      text[at] = byte;
      break;
    case 2:
      text.insert(at, 1 + dice.below(4), byte);
      break;
    case 3:
      text.insert(at, dice.one_of<std::string>(
                          {"\"", "{",  "}",    "[",        "]",   ",",           ":",
                           "-",  "e9", "9",    "0",        ".5",  "\\u0000",     "\\ud800",
                           "\n", " ",  "null", "\"a\":1,", "NaN", "\xEF\xBB\xBF"}));
      break;
    default:
      text.erase(at, 1 + dice.below(8));
  }
  return text;
}

bool is_json(const std::string& text) { return nlohmann::json::accept(text); }

}  // namespace

std::string mutate(const std::string& json, Dice& dice) {
  std::string text = json;
  for (std::size_t n = 1 + dice.below(3); n > 0; --n)
    text = dice.chance(0.7) && is_json(text) ? mutate_tree(text, dice) : mutate_bytes(text, dice);
  return text;
}

}  // namespace assay::test
