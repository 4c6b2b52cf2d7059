// What a slot takes, the reader takes, and as the same value.
#include "reports/fleet/slot.hpp"

#include <gtest/gtest.h>
#include <simdjson.h>

#include <nlohmann/json.hpp>

#include "reports/fleet/stencil.hpp"
#include "tests/reports/io/dice.hpp"

namespace assay::test {
namespace {

using fleet::Slot;
using fleet::SlotKind;
using fleet::Stencil;

bool takes(const Slot& slot, std::string_view text) {
  const char* at = text.data();
  const char* const end = at + text.size();
  return fleet::take_slot(slot, at, end) && at == end;
}

std::string random_token(Dice& dice) {
  static const std::string letters = "0123456789.eE+-";
  std::string token;
  for (std::size_t n = 1 + dice.below(8); n > 0; --n) token += letters[dice.below(letters.size())];
  return token;
}

void compare_number(const std::string& token) {
  double found = -7;
  const Slot slot{.kind = SlotKind::number, .target = &found};
  const bool taken = takes(slot, token);
  EXPECT_EQ(takes({.kind = SlotKind::number}, token), taken) << token;
  simdjson::dom::parser parser;
  double truth = 0;
  const bool legible = parser.parse(token).get(truth) == simdjson::SUCCESS;
  if (taken) {
    EXPECT_TRUE(legible) << token;
    EXPECT_EQ(found, truth) << token;
  }
}

TEST(Slots, NumbersAreThoseOfTheReader) {
  int taken = 0;
  for (std::uint64_t seed = 0; seed < 100'000; ++seed) {
    Dice dice(seed);
    const std::string token = random_token(dice);
    compare_number(token);
    taken += takes({.kind = SlotKind::number}, token) ? 1 : 0;
  }
  EXPECT_GT(taken, 5000);
  for (std::uint64_t seed = 0; seed < 20'000; ++seed) {
    Dice dice(seed);
    const std::string token = nlohmann::json(random_number(dice)).dump();
    compare_number(token);
  }
}

TEST(Slots, OrdinaryNumbersAreTaken) {
  for (const char* token : {"0", "-0", "1", "-1.5", "2970000000000.25", "1e3", "1E-3", "0.000001",
                            "123456789012345678", "1.7976931348623157e308"})
    EXPECT_TRUE(takes({.kind = SlotKind::number}, token)) << token;
  for (const char* token : {"", "-", "01", "1.", ".5", "1e", "1e+", "+1", "NaN", "Infinity", "0x1",
                            "1e400", "-1e999", "12345678901234567890", "1 "})
    EXPECT_FALSE(takes({.kind = SlotKind::number}, token)) << token;
}

TEST(Slots, WholeNumbers) {
  std::int64_t whole = 0;
  std::uint64_t count = 0;
  EXPECT_TRUE(takes({.kind = SlotKind::whole, .target = &whole}, "-17"));
  EXPECT_EQ(whole, -17);
  EXPECT_TRUE(takes({.kind = SlotKind::unsigned_, .target = &count}, "200"));
  EXPECT_EQ(count, 200U);
  for (const char* token : {"1.0", "1e2", "9223372036854775808", "\"1\""})
    EXPECT_FALSE(takes({.kind = SlotKind::whole, .target = &whole}, token)) << token;
  EXPECT_FALSE(takes({.kind = SlotKind::unsigned_, .target = &count}, "-1"));
}

TEST(Slots, TextsArePlain) {
  std::string text;
  EXPECT_TRUE(takes({.kind = SlotKind::text, .target = &text}, "\"node-1 (a)\""));
  EXPECT_EQ(text, "node-1 (a)");
  for (const char* token :
       {R"("a\n")", "\"\xC3\xBC\"", "\"a\n\"", "\"open", "bare", "null", "1", "\"\x7F\xFF\""})
    EXPECT_FALSE(takes({.kind = SlotKind::text}, token)) << token;
}

TEST(Slots, Recordings) {
  for (const char* token : {"[]", "[ ]", "[null]", "[[1,2,3]]", "[[1, 2.5,3e0] , null,[0,0,0]]"})
    EXPECT_TRUE(takes({.kind = SlotKind::points}, token)) << token;
  for (const char* token : {"[", "[null,]", "[[1,2]]", "[[1,2,3,4]]", "[1]", "[[1,2,null]]", "[,]",
                            "[[1e999,2,3]]", "[nullnull]", "[null null]", "{}"})
    EXPECT_FALSE(takes({.kind = SlotKind::points}, token)) << token;
}

TEST(Stencils, EverythingBetweenSlotsMustBeThere) {
  double value = 0;
  std::string name;
  const std::string text = R"({"a":1.5,"b":"x"})";
  const Stencil stencil(text, {{5, 8, SlotKind::number, &value}, {13, 16, SlotKind::text, &name}});
  EXPECT_TRUE(stencil.fits(R"({"a":-2,"b":"long name"})"));
  EXPECT_EQ(value, -2);
  EXPECT_EQ(name, "long name");
  for (const char* other : {R"({"a":1.5,"b":"x"} )", R"({"a":1.5,"c":"x"})", R"({"a":,"b":"x"})",
                            R"({"a":1.5,"b":"x")", "", R"({"a":1.5,"b":"x","b":"y"})"})
    EXPECT_FALSE(stencil.fits(other)) << other;
}

}  // namespace
}  // namespace assay::test
