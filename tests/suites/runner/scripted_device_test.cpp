#include "suites/runner/scripted_device.hpp"

#include <gmock/gmock.h>

#include "core/error.hpp"

namespace assay {
namespace {

using testing::HasSubstr;

std::string complaint_about(const std::string& text) {
  try {
    (void)read_scripted_device(text, "slow.txt");
  } catch (const InputError& error) {
    return error.what();
  }
  return "none";
}

TEST(ScriptedDevice, IsReadWithComments) {
  const ScriptedDevice device = read_scripted_device(
      "# a slow one\nmemory = 1048576\nunits=4\n\n bytes_per_second = 1e9 # slow\n"
      "flops_per_second=2e9\nseconds_per_call = 0.001",
      "slow.txt");
  EXPECT_EQ(device.memory_bytes, 1 << 20);
  EXPECT_EQ(device.units, 4);
  EXPECT_EQ(device.rates.bytes_per_second, 1e9);
  EXPECT_EQ(device.rates.flops_per_second, 2e9);
  EXPECT_EQ(device.rates.seconds_per_call, 1e-3);
}

TEST(ScriptedDevice, WhatItSaysOfItselfFollowsTheScript) {
  const DeviceFacts facts = facts_of(read_scripted_device("memory=4096\nunits=3", "s"));
  EXPECT_EQ(facts.memory_bytes, 4096);
  EXPECT_EQ(facts.free_bytes, 4096);
  EXPECT_EQ(facts.units, 3);
}

TEST(ScriptedDevice, MistakesNameFileLineAndField) {
  EXPECT_THAT(complaint_about("\nmemory = much"), HasSubstr("slow.txt:2: memory: "));
  EXPECT_THAT(complaint_about("speed = 1"), HasSubstr("slow.txt:1: speed: unknown"));
  EXPECT_THAT(complaint_about("memory"), HasSubstr("slow.txt:1: "));
  EXPECT_THAT(complaint_about("units=1\nunits=2"), HasSubstr("slow.txt:2: units: set twice"));
  for (const char* bad : {"units=0", "units=1.5", "units=-1", "units=nan", "units=9999",
                          "bytes_per_second=inf", "seconds_per_call=", "memory=1e16"})
    EXPECT_NE(complaint_about(bad), "none") << bad;
}

}  // namespace
}  // namespace assay
