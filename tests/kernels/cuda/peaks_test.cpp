#include "kernels/cuda/peaks.hpp"

#include <gtest/gtest.h>

#include <string>

namespace assay::cuda {
namespace {

/// What a data sheet states for a whole chip: dense, at its boost clock.
struct Sheet {
  const char* chip;
  int major, minor;
  double sms, clock_hz;
  NumberType type;
  double ops_per_second;
};

class DataSheet : public testing::TestWithParam<Sheet> {};

TEST_P(DataSheet, IsWhatTheTableGives) {
  const Sheet& sheet = GetParam();
  const auto ops = matrix_ops_per_clock(sheet.major, sheet.minor, sheet.type);
  ASSERT_TRUE(ops.has_value()) << sheet.chip;
  EXPECT_NEAR(*ops * sheet.sms * sheet.clock_hz / sheet.ops_per_second, 1, 0.01) << sheet.chip;
}

using enum NumberType;

INSTANTIATE_TEST_SUITE_P(Chips, DataSheet,
                         testing::Values(Sheet{"A100 SXM4", 8, 0, 108, 1.41e9, bf16, 312e12},
                                         Sheet{"A100 SXM4", 8, 0, 108, 1.41e9, tf32, 156e12},
                                         Sheet{"A100 SXM4", 8, 0, 108, 1.41e9, fp64, 19.5e12},
                                         Sheet{"A100 SXM4", 8, 0, 108, 1.41e9, int8, 624e12},
                                         Sheet{"H100 SXM5", 9, 0, 132, 1.83e9, bf16, 989.4e12},
                                         Sheet{"H100 SXM5", 9, 0, 132, 1.83e9, fp16, 989.4e12},
                                         Sheet{"H100 SXM5", 9, 0, 132, 1.83e9, tf32, 494.7e12},
                                         Sheet{"H100 SXM5", 9, 0, 132, 1.83e9, fp8_e4m3, 1978.9e12},
                                         Sheet{"H100 SXM5", 9, 0, 132, 1.98e9, fp64, 66.9e12},
                                         Sheet{"H100 SXM5", 9, 0, 132, 1.98e9, fp32, 66.9e12}),
                         [](const testing::TestParamInfo<Sheet>& sheet) {
                           return std::to_string(sheet.index) + std::string(name(sheet.param.type));
                         });

TEST(Peaks, AreAbsentForChipsThatNobodyGaveAFigureFor) {
  EXPECT_FALSE(matrix_ops_per_clock(7, 0, fp16).has_value());
  EXPECT_FALSE(matrix_ops_per_clock(8, 0, fp8_e4m3).has_value());  // A100 has no such unit
  EXPECT_FALSE(vector_ops_per_clock(9, 0, bf16).has_value());
}

/// Only those chips have a peak in a type that can multiply it.
TEST(Peaks, AreOfTypesThatTheChipMultiplies) {
  for (int major = 7; major <= 12; ++major)
    for (int minor = 0; minor <= 9; ++minor)
      for (const NumberType type : kNumberTypes) {
        if (!matrix_ops_per_clock(major, minor, type)) continue;
        EXPECT_TRUE(multiplies(major, minor, type)) << major << "." << minor << " " << name(type);
      }
}

TEST(MatrixUnits, GrewNarrowerTypesFromChipToChip) {
  EXPECT_TRUE(multiplies(8, 0, bf16));
  EXPECT_FALSE(multiplies(8, 6, fp8_e4m3));
  EXPECT_TRUE(multiplies(8, 9, fp8_e5m2));
  EXPECT_FALSE(multiplies(9, 0, fp4));
  for (const auto& [major, minor] : {std::pair{10, 0}, {10, 3}, {11, 0}, {12, 0}, {12, 1}})
    EXPECT_TRUE(multiplies(major, minor, fp4)) << major << "." << minor;
}

/// NVIDIA, Inside Blackwell Ultra, 2025.
TEST(Peaks, OfBlackwellUltraAreHalfAsHighAgainInFp4) {
  EXPECT_EQ(matrix_ops_per_clock(10, 3, fp4).value(),
            1.5 * matrix_ops_per_clock(10, 0, fp4).value());
}

TEST(Peaks, OfANarrowerTypeAreNeverLower) {
  for (const int major : {8, 9, 10}) {
    const auto ops = [major](NumberType type) {
      return matrix_ops_per_clock(major, 0, type).value_or(0);
    };
    EXPECT_EQ(ops(fp16), ops(bf16)) << major;
    EXPECT_EQ(2 * ops(tf32), ops(fp16)) << major;
    EXPECT_EQ(ops(fp8_e4m3), ops(fp8_e5m2)) << major;
    if (ops(fp8_e4m3) > 0) {
      EXPECT_EQ(2 * ops(fp16), ops(fp8_e4m3)) << major;
    }
    if (ops(fp4) > 0) {
      EXPECT_EQ(2 * ops(fp8_e4m3), ops(fp4)) << major;
    }
  }
}

}  // namespace
}  // namespace assay::cuda
