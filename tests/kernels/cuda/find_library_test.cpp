#include "kernels/cuda/find_library.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "core/error.hpp"

namespace assay::cuda {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::HasSubstr;

class FindLibrary : public testing::Test {
 protected:
  void SetUp() override {
    root_ = fs::path(testing::TempDir()) / "assay_find_library";
    fs::create_directories(root_);
  }
  void TearDown() override {
    for (const char* name : {"ASSAY_CUDA_LIBRARIES", "VIRTUAL_ENV"}) unsetenv(name);
    fs::remove_all(root_);
  }
  void put(const fs::path& file) const {
    fs::create_directories((root_ / file).parent_path());
    std::ofstream(root_ / file) << "no library";
  }
  fs::path root_;
};

TEST_F(FindLibrary, TriesTheNamedFolderFirstThenTheLoader) {
  setenv("ASSAY_CUDA_LIBRARIES", root_.c_str(), 1);
  const auto all = vendor_library_candidates("libx.so.1");
  ASSERT_GE(all.size(), 2U);
  EXPECT_EQ(all[0], (root_ / "libx.so.1").string());
  EXPECT_EQ(all[1], "libx.so.1");
}

TEST_F(FindLibrary, LooksIntoPythonPackages) {
  put("lib/python3.12/site-packages/nvidia/cu13/lib/libx.so.1");
  put("lib/python3.12/site-packages/nvidia/nccl/lib/libother.so.1");
  setenv("VIRTUAL_ENV", root_.c_str(), 1);
  const auto all = vendor_library_candidates("libx.so.1");
  EXPECT_THAT(
      all, Contains((root_ / "lib/python3.12/site-packages/nvidia/cu13/lib/libx.so.1").string()));
  EXPECT_THAT(all, Not(Contains(HasSubstr("nccl"))));
}

TEST_F(FindLibrary, SaysWhatItTriedWhereNothingOpens) {
  put("libx.so.1");
  setenv("ASSAY_CUDA_LIBRARIES", root_.c_str(), 1);
  try {
    (void)open_vendor_library("libx.so.1");
    FAIL() << "a text was taken for a library";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("libx.so.1 is not to be had"));
    EXPECT_THAT(error.what(), HasSubstr((root_ / "libx.so.1").string()));
  }
}

}  // namespace
}  // namespace assay::cuda
