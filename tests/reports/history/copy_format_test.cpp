#include "reports/history/postgresql/copy_format.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <random>

#include "core/error.hpp"

namespace assay::history {
namespace {

using namespace std::string_literals;

std::string written(const Cell& cell) {
  CopyWriter writer;
  writer.row(5);
  for (const std::int32_t number : {cell.night, cell.device, cell.metric, cell.run})
    writer.field(number);
  writer.field(cell.value);
  return writer.take();
}

TEST(CopyFormat, IsWhatTheManualSays) {
  CopyWriter writer;
  writer.row(3);
  writer.field(std::int32_t{258});
  writer.field("ab"s);
  writer.field(std::numeric_limits<double>::quiet_NaN());
  EXPECT_EQ(writer.finish(),
            "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0"
            "\0\3\0\0\0\4\0\0\1\2\0\0\0\2"
            "ab\377\377\377\377\377\377"s);
}

TEST(CopyFormat, CellsComeBack) {
  std::mt19937_64 random(1);
  for (int repeat = 0; repeat < 2000; ++repeat) {
    const Cell cell{
        static_cast<NightNumber>(random()), static_cast<std::int32_t>(random()),
        static_cast<std::int32_t>(random()), static_cast<std::int32_t>(random()),
        std::ldexp(static_cast<double>(random()), static_cast<int>(random() % 200) - 100)};
    CopyReader reader;
    const auto back = reader.cell(written(cell));
    ASSERT_TRUE(back);
    EXPECT_EQ(back->night, cell.night);
    EXPECT_EQ(back->device, cell.device);
    EXPECT_EQ(back->metric, cell.metric);
    EXPECT_EQ(back->run, cell.run);
    EXPECT_EQ(back->value, cell.value);
    EXPECT_EQ(reader.cell("\377\377"), std::nullopt);
  }
}

TEST(CopyFormat, WhatIsCutOrOtherIsRefused) {
  const std::string whole = written({1, 2, 3, 4, 5});
  for (std::size_t n = 0; n < whole.size(); ++n) {
    CopyReader reader;
    if (n == 19) {
      EXPECT_EQ(reader.cell(whole.substr(0, n)), std::nullopt) << "the signature alone";
      continue;
    }
    EXPECT_THROW((void)reader.cell(whole.substr(0, n)), Error) << n;
  }
  std::string wide = whole;
  wide[wide.size() - 9] = 4;
  EXPECT_THROW((void)CopyReader().cell(wide), Error);
}

}  // namespace
}  // namespace assay::history
