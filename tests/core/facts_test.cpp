#include "core/facts.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "core/units.hpp"

namespace assay {
namespace {

TEST(Units, EverySymbolLeadsBackToItsUnit) {
  std::set<std::string_view> symbols;
  for (int i = 0; i <= static_cast<int>(Unit::count); ++i) {
    const auto unit = static_cast<Unit>(i);
    ASSERT_NE(symbol(unit), "?") << i;
    EXPECT_TRUE(symbols.insert(symbol(unit)).second) << symbol(unit);
    EXPECT_EQ(unit_from_symbol(symbol(unit)), unit);
  }
  EXPECT_EQ(unit_from_symbol("GB/s"), std::nullopt) << "scaled units are for printers only";
}

TEST(Facts, OutcomesHaveNames) {
  for (const Outcome outcome : {Outcome::ok, Outcome::skipped, Outcome::failed, Outcome::error})
    EXPECT_EQ(outcome_from_name(name(outcome)), outcome);
  EXPECT_EQ(outcome_from_name("passed"), std::nullopt);
}

TEST(Facts, LabelsTellSubjectsApart) {
  Subject gpu{.kind = "gpu", .index = 3, .uuid = "GPU-1"};
  Subject port{.kind = "port", .id = "mlx5_0/1"};
  Subject link{.kind = "link", .from = "gpu0", .to = "gpu1"};
  Subject group{.kind = "group", .nodes = {"a", "b"}, .ranks = 16};
  EXPECT_EQ(label({}), "node");
  EXPECT_EQ(label(gpu), "gpu 3");
  EXPECT_EQ(label(port), "port mlx5_0/1");
  EXPECT_EQ(label(link), "link gpu0 -> gpu1");
  EXPECT_EQ(label(group), "group a b of 16 ranks");
}

}  // namespace
}  // namespace assay
