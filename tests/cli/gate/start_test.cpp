#include <gmock/gmock.h>

#include "tests/cli/gate/gate.hpp"

namespace assay {
namespace {

using testing::HasSubstr;
using testing::Not;

class Start : public GateVerbs {};

/// What makes starting slow, or lets a broken driver hold a job up, is not even opened.
TEST_F(Start, AdmitOpensNoGpuNoArithmeticAndNoTopologyLibrary) {
  ASSERT_EQ(certify().status, 0);
  const std::string words =
      "admit cert.json --trust key.pub --root '" + tree_.root().string() + "'";
  const Ended ended = assay_binary(words, "LD_DEBUG=files LD_DEBUG_OUTPUT=opened");
  EXPECT_EQ(ended.status, 0) << ended.out << ended.err;
  std::string opened;
  for (const auto& file : std::filesystem::directory_iterator("."))
    if (file.path().filename().string().starts_with("opened")) opened += read(file.path().string());
  EXPECT_THAT(opened, HasSubstr("libc.so")) << "the loader told nothing";
  for (const char* library :
       {"openblas", "hwloc", "nvidia-ml", "libcuda", "libmpi", "libnccl", "libassay_"})
    EXPECT_THAT(opened, Not(HasSubstr(library)));
}

TEST_F(Start, ThroughTheProgramAsASchedulerCallsIt) {
  ASSERT_EQ(certify().status, 0);
  const std::string words =
      "admit cert.json --trust key.pub --root '" + tree_.root().string() + "'";
  EXPECT_EQ(assay_binary(words).status, 0);
  EXPECT_EQ(assay_binary(words, "exec </dev/null >/dev/null; env -i").status, 0);
  tree_.remove("/proc/driver/nvidia");
  EXPECT_EQ(assay_binary(words).status, 2);
  EXPECT_EQ(assay_binary("admit none.json --trust key.pub").status, 2);
}

}  // namespace
}  // namespace assay
