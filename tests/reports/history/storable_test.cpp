#include <gtest/gtest.h>

#include <random>

#include "reports/history/entry.hpp"

namespace assay::history {
namespace {

TEST(Storable, OrdinaryTextStaysAsItIs) {
  for (const std::string text :
       {"", "node-1", "it's; DROP TABLE run;--", "größe 漢字 😀", "a\nb\tc"})
    EXPECT_EQ(storable(text), text);
}

TEST(Storable, NulAndBrokenBytesAreReplaced) {
  EXPECT_EQ(storable(std::string("a\0b", 3)),
            "a\xEF\xBF\xBD"
            "b");
  EXPECT_EQ(storable("\xC0\xAF"), "\xEF\xBF\xBD\xEF\xBF\xBD");
  EXPECT_EQ(storable("\xED\xA0\x80").size(), 9U);
  EXPECT_EQ(storable("x\xE2\x82"), "x\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST(Storable, LongTextIsCutAndToldApart) {
  const std::string one(1'000'000, 'a');
  std::string other = one;
  other.back() = 'b';
  EXPECT_LT(storable(one).size(), 300U);
  EXPECT_EQ(storable(one), storable(one));
  EXPECT_NE(storable(one), storable(other));
}

TEST(Storable, AnyBytesBecomeTextThatIsStable) {
  std::mt19937 random(1);
  for (int repeat = 0; repeat < 3000; ++repeat) {
    std::string bytes(random() % 300, ' ');
    for (char& byte : bytes)
      byte = static_cast<char>(random() % 4 == 0 ? random() : random() % 128);
    const std::string once = storable(bytes);
    EXPECT_EQ(once.find('\0'), std::string::npos);
    EXPECT_LE(once.size(), 240U);
    if (once.size() <= 200) {
      EXPECT_EQ(storable(once), once);
    }
  }
}

}  // namespace
}  // namespace assay::history
