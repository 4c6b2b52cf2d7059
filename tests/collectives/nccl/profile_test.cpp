#include "collectives/nccl/profile.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <random>

namespace assay::nccl {
namespace {

RecordedName text(const char* words) {
  RecordedName name{};
  std::memcpy(name.data(), words, strnlen(words, name.size()));
  return name;
}

CallRecord record(const char* function, const char* type, std::uint64_t count,
                  const char* algorithm = "RING") {
  return {.function = text(function),
          .type = text(type),
          .algorithm = text(algorithm),
          .protocol = text("LL128"),
          .count = count,
          .ranks = 8,
          .channels = 4,
          .calls = 1};
}

const Execution kRing{"RING", "LL128", 4};

/// NCCL counts one rank's block where we count all of them.
TEST(Execution, IsFoundByTheSizeThatWeCount) {
  const Profile profile{
      .calls = {record("AllReduce", "ncclBfloat16", 512), record("AllGather", "ncclInt8", 128),
                record("ReduceScatter", "ncclFloat32", 32), record("Broadcast", "ncclInt8", 1024)}};
  for (const char* function : {"AllReduce", "AllGather", "ReduceScatter", "Broadcast"})
    EXPECT_EQ(execution_of(profile, function, 1024, std::nullopt), kRing) << function;
  EXPECT_FALSE(execution_of(profile, "AllGather", 128, std::nullopt).has_value());
  EXPECT_FALSE(execution_of(profile, "Reduce", 1024, std::nullopt).has_value());
}

TEST(Execution, IsThatOfTheTypeWhereThatIsTold) {
  const Profile profile{.calls = {record("AllReduce", "ncclBfloat16", 512, "NVLS"),
                                  record("AllReduce", "ncclFloat32", 256, "TREE"),
                                  record("AllGather", "ncclInt8", 128)}};
  EXPECT_EQ(execution_of(profile, "AllReduce", 1024, ElementType::bf16)->algorithm, "NVLS");
  EXPECT_EQ(execution_of(profile, "AllReduce", 1024, ElementType::fp32)->algorithm, "TREE");
  EXPECT_FALSE(execution_of(profile, "AllReduce", 1024, ElementType::fp64).has_value());
  EXPECT_FALSE(execution_of(profile, "AllReduce", 1024, std::nullopt).has_value()) << "both";
  EXPECT_EQ(execution_of(profile, "AllGather", 1024, ElementType::fp32), kRing)
      << "what only moves has no type there";
}

TEST(Execution, IsAbsentWhereItIsNotSure) {
  Profile profile{.calls = {record("AllReduce", "ncclFloat32", 2)}};
  EXPECT_EQ(execution_of(profile, "AllReduce", 8, std::nullopt), kRing);
  profile.traffic.lost = 1;
  EXPECT_FALSE(execution_of(profile, "AllReduce", 8, std::nullopt).has_value());
  profile.traffic.lost = 0;
  for (const char* algorithm : {"", "Unknown"}) {
    profile.calls = {record("AllReduce", "ncclFloat32", 2, algorithm)};
    EXPECT_FALSE(execution_of(profile, "AllReduce", 8, std::nullopt).has_value());
  }
}

/// What another program left in the place of texts and numbers.
TEST(Execution, OfNonsenseIsAbsent) {
  std::mt19937_64 random(7);
  for (int i = 0; i < 2000; ++i) {
    CallRecord nonsense{};
    for (RecordedName* name :
         {&nonsense.function, &nonsense.type, &nonsense.algorithm, &nonsense.protocol})
      for (char& c : *name) c = static_cast<char>(random());
    if (i % 2 == 0) {
      nonsense.type = text("ncclFloat64");
      nonsense.function = text("AllGather");
    }
    nonsense.count = random();
    nonsense.ranks = static_cast<std::int32_t>(random());
    EXPECT_FALSE(execution_of({.calls = {nonsense}}, "AllGather", 64, std::nullopt).has_value());
  }
}

}  // namespace
}  // namespace assay::nccl
