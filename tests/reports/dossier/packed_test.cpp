#include "reports/dossier/packed.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "core/error.hpp"

namespace assay {
namespace {

std::vector<float> random_values(std::mt19937& random) {
  std::normal_distribution<float> ordinary(3e12F, 1e10F);
  std::uniform_int_distribution<int> dice(0, 19);
  std::vector<float> values(std::uniform_int_distribution<std::size_t>(0, 400)(random));
  for (float& value : values) {
    const int thrown = dice(random);
    value = thrown == 0 ? std::nanf("") : thrown == 1 ? ordinary(random) * 0.4F : ordinary(random);
  }
  return values;
}

TEST(Packed, OrdinaryValuesComeBackWithinAStepAndOthersExactly) {
  std::mt19937 random(1);
  for (int round = 0; round < 200; ++round) {
    const std::vector<float> values = random_values(random);
    for (const int width : {1, 2}) {
      const PackedNumbers packed = pack(values, width);
      const std::vector<double> back = unpack(packed);
      ASSERT_EQ(back.size(), values.size());
      const double step = (packed.hi - packed.lo) / (width == 1 ? 89 : 8099);
      for (std::size_t i = 0; i < values.size(); ++i) {
        if (std::isnan(values[i])) {
          ASSERT_TRUE(std::isnan(back[i]));
        } else if (values[i] < packed.lo || values[i] > packed.hi) {
          ASSERT_EQ(back[i], static_cast<double>(values[i])) << "an outlier must stay as it is";
        } else {
          ASSERT_NEAR(back[i], values[i], 0.5001 * step);
        }
      }
    }
  }
}

TEST(Packed, NoCharacterNeedsAnEscape) {
  std::vector<double> all(8100);
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<double>(i);
  const PackedNumbers packed = pack_range(all, 2);
  EXPECT_EQ(packed.text.find_first_of("\"\\<\n!"), std::string::npos);
  const std::vector<double> back = unpack(packed);
  for (std::size_t i = 0; i < all.size(); ++i) ASSERT_NEAR(back[i], all[i], 1e-6);
}

TEST(Packed, NothingAndOneValueAndInfinity) {
  EXPECT_TRUE(unpack(pack(std::vector<float>{}, 1)).empty());
  EXPECT_EQ(unpack(pack(std::vector<float>{5, 5}, 1)), (std::vector<double>{5, 5}));
  const std::vector<double> back = unpack(pack(std::vector<float>{HUGE_VALF, 1, 2}, 1));
  EXPECT_TRUE(std::isnan(back[0]));
  EXPECT_EQ(back[2], 2);
}

TEST(Packed, TextsComeBack) {
  std::mt19937 random(2);
  std::uniform_int_distribution<int> letter(0, 3);
  for (int round = 0; round < 300; ++round) {
    std::vector<std::string> texts(std::uniform_int_distribution<std::size_t>(0, 30)(random));
    for (std::string& text : texts)
      for (int n = letter(random) * 40; n > 0; --n) {
        const std::vector<std::string> letters{"a", "b", "\u00e9", "\u202e"};
        text += letters[static_cast<std::size_t>(letter(random))];
      }
    ASSERT_EQ(unpack_texts(pack_texts(texts)), texts);
  }
}

TEST(Packed, SerialNumbersTakeFewCharacters) {
  std::vector<std::string> serials;
  serials.reserve(1000);
  for (int i = 0; i < 1000; ++i) serials.push_back("S452077X" + std::to_string(3912000 + i));
  EXPECT_LT(pack_texts(serials).size(), 5000U);
}

TEST(Packed, SmallNumbersHaveAnEnd) {
  EXPECT_EQ(pack_small(std::vector<std::uint8_t>{0, 1, 2}), "#$%");
  EXPECT_THROW((void)pack_small(std::vector<std::uint8_t>{90}), Error);
}

}  // namespace
}  // namespace assay
