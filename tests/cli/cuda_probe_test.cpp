#include "cli/cuda/probe.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.hpp"

namespace assay {
namespace {

using testing::ElementsAre;

TEST(CudaProbeTest, WhatTheChildSaysIsUnderstood) {
  const CudaProbe two{.addresses = {"0000:1b:00.0", "0000:43:00.0"}};
  EXPECT_EQ(probe_from_text(probe_text(two)).addresses, two.addresses);
  EXPECT_EQ(probe_from_text(probe_text(two)).refusal, "");
  const CudaProbe none{.refusal = "the NVIDIA driver shows no device"};
  EXPECT_EQ(probe_from_text(probe_text(none)).refusal, none.refusal);
  EXPECT_TRUE(probe_from_text(probe_text(none)).addresses.empty());
}

TEST(CudaProbeTest, WhatTheDriverPrintsBesideItIsNotTakenForAnAnswer) {
  const CudaProbe probe = probe_from_text("NVRM: hello\ndevice 0000:1b:00.0\nbye\n");
  EXPECT_THAT(probe.addresses, ElementsAre("0000:1b:00.0"));
}

TEST(CudaProbeTest, AChildThatSaysNothingIsNoAnswer) {
  EXPECT_THROW((void)probe_from_text(""), Error);
  EXPECT_THROW((void)probe_from_text("nonsense\n"), Error);
}

TEST(CudaProbeTest, WithoutDriverFilesNobodyIsAsked) {
  const CudaProbe probe = probe_cuda(HostFiles("/no/such/root"));
  EXPECT_TRUE(probe.addresses.empty());
  EXPECT_THAT(probe.refusal, testing::AnyOf(testing::HasSubstr("not built"),
                                            testing::HasSubstr("no NVIDIA driver is loaded")));
}

}  // namespace
}  // namespace assay
