#include "reports/dossier/matrix.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace assay {
namespace {

Result link(const std::string& from, const std::string& to, double value,
            std::int64_t attempt = 1) {
  Result result{.test = "link.peer", .attempt = attempt};
  result.subject = {.kind = "link", .from = from, .to = to};
  result.metrics = {{.name = "bandwidth", .unit = Unit::bytes_per_second, .value = value}};
  return result;
}

TEST(Matrix, CellsAreWhereTheirEndsAre) {
  const auto matrices = matrices_of({link("gpu10", "gpu2", 1), link("gpu2", "gpu10", 2),
                                     link("gpu1", "gpu2", 3), link("gpu1", "gpu2", 4, 2)});
  ASSERT_EQ(matrices.size(), 1U);
  const LinkMatrix& matrix = matrices[0];
  EXPECT_THAT(matrix.ends, testing::ElementsAre("gpu1", "gpu2", "gpu10"));
  EXPECT_EQ(matrix.values[2 * 3 + 1], 1);
  EXPECT_EQ(matrix.values[1 * 3 + 2], 2);
  EXPECT_EQ(matrix.values[0 * 3 + 1], 4) << "the last attempt counts";
  EXPECT_TRUE(std::isnan(matrix.values[0]));
}

TEST(Matrix, TwoEndsAreNone) {
  EXPECT_TRUE(matrices_of({link("a", "b", 1), link("b", "a", 1)}).empty());
  EXPECT_TRUE(matrices_of({}).empty());
}

TEST(NaturalOrder, IsAStrictOrderOfAnyTexts) {
  std::mt19937 random(4);
  std::vector<std::string> texts;
  for (int i = 0; i < 120; ++i) {
    std::string text;
    for (std::size_t n = random() % 7; n > 0; --n) text += "0019ab-"[random() % 7];
    texts.push_back(text);
  }
  for (const std::string& a : texts)
    for (const std::string& b : texts) {
      EXPECT_FALSE(naturally_before(a, b) && naturally_before(b, a)) << a << ' ' << b;
      EXPECT_EQ(!naturally_before(a, b) && !naturally_before(b, a), a == b) << a << ' ' << b;
      for (const std::string& c : texts)
        if (naturally_before(a, b) && naturally_before(b, c)) {
          ASSERT_TRUE(naturally_before(a, c)) << a << ' ' << b << ' ' << c;
        }
    }
  EXPECT_TRUE(naturally_before("r2", "r10"));
  EXPECT_TRUE(naturally_before("node-9", "node-10"));
}

}  // namespace
}  // namespace assay
