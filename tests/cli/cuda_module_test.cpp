#include "cli/cuda/module.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <string>

#include "core/error.hpp"
#include "core/shared_library.hpp"
#include "suites/registry.hpp"

namespace assay {
namespace {

// The module is opened by its path in the build, for it lies beside the program and not beside this
// test.
CudaModule opened() {
  const SharedLibrary library(ASSAY_CUDA_MODULE);
  CudaModule module;
  library.symbol<DescribeCudaModule>(kDescribeCudaModule)(module);
  return module;
}

std::set<std::string> ids(const Registry& registry, bool device_only) {
  std::set<std::string> all;
  for (const auto& test : registry.tests())
    if (test.on_device || !device_only) all.insert(test.id);
  return all;
}

TEST(CudaModuleTest, BelongsToThisBuild) { EXPECT_EQ(opened().build, module_build()); }

TEST(CudaModuleTest, HasATestForEveryFileThatIsNotTheHostsAlone) {
  Registry here;
  host::register_all(here);
  Registry there;
  opened().register_tests(there);
  EXPECT_FALSE(there.tests().empty());
  for (const std::string& id : ids(there, false)) EXPECT_TRUE(ids(here, true).contains(id)) << id;
  for (const std::string& id : ids(here, true))
    EXPECT_EQ(ids(there, false).contains(id), id != "memory.numa") << id;
}

TEST(CudaModuleTest, SaysInOneLineThatThereIsNoDriver) {
  if (std::filesystem::exists("/proc/driver/nvidia/version")) GTEST_SKIP() << "a driver is loaded";
  try {
    (void)opened().devices();
    FAIL() << "devices without a driver";
  } catch (const std::exception& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("no NVIDIA driver"));
    EXPECT_THAT(error.what(), testing::Not(testing::HasSubstr("\n")));
  }
}

TEST(CudaModuleTest, OpensNoDeviceWithoutADriver) {
  if (std::filesystem::exists("/proc/driver/nvidia/version")) GTEST_SKIP() << "a driver is loaded";
  SystemClock clock;
  try {
    (void)opened().open(0, Script{}, clock);
    FAIL() << "a device without a driver";
  } catch (const std::exception& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("cudaSetDevice"));
    EXPECT_THAT(error.what(), testing::HasSubstr("cudaError"));
  }
}

}  // namespace
}  // namespace assay
