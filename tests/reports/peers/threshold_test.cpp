#include <gtest/gtest.h>

#include <algorithm>

#include "core/philox.hpp"
#include "reports/peers/parts/discover.hpp"

namespace assay::peers {
namespace {

/// The definition: the largest k with p(k) <= share k / m, of sorted p's.
double by_sorting(std::vector<double> chances, double tests, double share, double ceiling) {
  std::sort(chances.begin(), chances.end());
  double threshold = 0;
  for (std::size_t k = 1; k <= chances.size(); ++k) {
    const double limit = std::min(ceiling, share * static_cast<double>(k) / tests);
    if (chances[k - 1] <= limit) threshold = limit;
  }
  return threshold;
}

TEST(Discovery, IsBenjaminiAndHochbergs) {
  for (std::uint64_t key = 0; key < 300; ++key) {
    std::vector<double> chances;
    const std::size_t n = random_bits(key, 0) % 60;
    for (std::size_t i = 1; i <= n; ++i) {
      const double u = random_uniform(key, i);
      chances.push_back(i % 3 == 0 ? u * 1e-4 : u);
    }
    const double tests = 100;
    const double ceiling = key % 2 == 0 ? 1 : 0.01;
    const double found = discovery_threshold(chances, tests, 0.05, ceiling);
    const double right = by_sorting(chances, tests, 0.05, ceiling);
    const auto below = [&](double limit) {
      return std::count_if(chances.begin(), chances.end(), [&](double p) { return p <= limit; });
    };
    EXPECT_EQ(below(found), below(right)) << key;
  }
}

TEST(Discovery, NothingPassesWhereNothingIsThere) {
  EXPECT_EQ(discovery_threshold({}, 1000, 0.05, 1e-3), 0);
  EXPECT_EQ(discovery_threshold({0.5, 0.9}, 1000, 0.05, 1e-3), 0);
}

TEST(Discovery, TheCeilingHoldsWhateverIsFound) {
  const std::vector<double> many(5000, 1e-12);
  EXPECT_EQ(discovery_threshold(many, 5000, 0.05, 1e-6), 1e-6);
}

}  // namespace
}  // namespace assay::peers
