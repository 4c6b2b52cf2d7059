#include "suites/runner/scripted_node.hpp"

#include <gmock/gmock.h>

#include "core/error.hpp"

namespace assay {
namespace {

using testing::HasSubstr;

std::string complaint_about(const std::string& text) {
  try {
    (void)read_scripted_node(text, "slow.txt");
  } catch (const InputError& error) {
    return error.what();
  }
  return "none";
}

TEST(ScriptedDevice, IsReadWithComments) {
  const ScriptedDevice device =
      read_scripted_node(
          "# a slow one\nmemory = 1048576\nunits=4\n\n bytes_per_second = 1e9 # slow\n"
          "flops_per_second=2e9\nseconds_per_call = 0.001",
          "slow.txt")
          .host;
  EXPECT_EQ(device.memory_bytes, 1 << 20);
  EXPECT_EQ(device.units, 4);
  EXPECT_EQ(device.rates.bytes_per_second, 1e9);
  EXPECT_EQ(device.rates.flops_per_second, 2e9);
  EXPECT_EQ(device.rates.seconds_per_call, 1e-3);
}

TEST(ScriptedDevice, WhatItSaysOfItselfFollowsTheScript) {
  const DeviceFacts facts = facts_of(read_scripted_node("memory=4096\nunits=3", "s").host);
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

TEST(ScriptedNode, HasAsManyGpusAsItSaysEachWithANameOfItsOwn) {
  const ScriptedNode node = read_scripted_node(
      "gpus = 3\nname = NVIDIA H100\nuuid = GPU-{}\nserial = 16{}5\npci = 0000:{}b:00.0\n"
      "vbios = 96.00\nunits = 4\nmemory = 4096\npcie_width = 16\npower = 300\n"
      "gpu 1: vbios = 95.00\ngpu 2: bytes_per_second = 5\ngpu 2: numa_node = 0\n",
      "n");
  ASSERT_EQ(node.gpus.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    const Gpu& gpu = node.gpus[i].identity;
    const std::string number = std::to_string(i);
    EXPECT_EQ(gpu.index, static_cast<std::int64_t>(i));
    EXPECT_EQ(gpu.name, "NVIDIA H100");
    EXPECT_EQ(gpu.uuid, "GPU-" + number);
    EXPECT_EQ(gpu.serial, "16" + number + "5");
    EXPECT_EQ(gpu.pci, "0000:" + number + "b:00.0");
    EXPECT_EQ(gpu.vbios, i == 1 ? "95.00" : "96.00");
    EXPECT_EQ(gpu.sms, 4);
    EXPECT_EQ(gpu.memory_bytes, 4096);
    EXPECT_EQ(gpu.pcie_width, 16);
    EXPECT_EQ(node.gpus[i].sensors.at("power_w"), 300);
    EXPECT_EQ(node.gpus[i].device.rates.bytes_per_second.has_value(), i == 2);
    EXPECT_EQ(node.gpus[i].numa_node.has_value(), i == 2);
    EXPECT_EQ(label(subject_of(node.gpus[i]).subject), "gpu " + number);
    EXPECT_EQ(subject_of(node.gpus[i]).subject.uuid, gpu.uuid);
  }
}

TEST(ScriptedNode, PlantsAFaultInOneGpu) {
  const ScriptedNode node =
      read_scripted_node("gpu 1: flip-bit@memory.*  # rotten\ngpus = 2\n", "n");
  ASSERT_EQ(node.injections.size(), 1U);
  for (const std::int64_t gpu : {0, 1})
    EXPECT_EQ(script_for(node.injections, "memory.read", {.kind = "gpu", .index = gpu}).flip_bit,
              gpu == 1);
  EXPECT_FALSE(script_for(node.injections, "memory.read").flip_bit);
}

TEST(ScriptedNode, MistakesNameFileLineAndField) {
  EXPECT_THAT(complaint_about("gpus = 2\ngpu 2: units = 1"), HasSubstr("slow.txt:2: units: "));
  EXPECT_THAT(complaint_about("gpu 0: hang"), HasSubstr("slow.txt:1: there are 0 GPUs"));
  EXPECT_THAT(complaint_about("gpus = 1\ngpu 0: fire"), HasSubstr("slow.txt:2: "));
  EXPECT_THAT(complaint_about("gpus = 1\ngpu x: hang"), HasSubstr("needs a number"));
  EXPECT_THAT(complaint_about("gpus=1\ngpu 0: units=1\ngpu 0: units=2"), HasSubstr("set twice"));
  for (const char* bad : {"gpus=0", "gpus=65", "gpus=1.5", "gpu", "gpus=1\ngpu 0: gpus=1",
                          "pcie_width=x", "numa_node=-1", "power=hot"})
    EXPECT_NE(complaint_about(bad), "none") << bad;
}

}  // namespace
}  // namespace assay
