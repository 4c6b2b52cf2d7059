#include <gmock/gmock.h>
#include <sys/mount.h>

#include <filesystem>
#include <fstream>

#include "tests/cli/run/burn_fixture.hpp"

// A load whose report has no place to go to.

namespace assay::test {
namespace {

using testing::HasSubstr;

/// A small file system of its own, so that it can be full.
struct SmallDisk {
  explicit SmallDisk(std::filesystem::path at) : path(std::move(at)) {
    std::filesystem::create_directory(path);
    mounted = mount("tmpfs", path.c_str(), "tmpfs", 0, "size=256k") == 0;
  }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  ~SmallDisk() {
    if (mounted) umount2(path.c_str(), MNT_DETACH);
  }
  std::filesystem::path path;
  bool mounted = false;
};

TEST_F(BurnTest, AFullDiskKeepsWhatWasWrittenAndARunThatIsGoneOnWithEndsWell) {
  const SmallDisk disk(directory.path() / "disk");
  if (!disk.mounted) GTEST_SKIP() << "a file system that can be full takes root";
  const std::string report = (disk.path / "r.json").string();
  AssayProcess run(directory, burn(report, "10s"));
  ASSERT_TRUE(soon(
      [&] { return std::filesystem::exists(report) && position_in(valid_report(report)) > 0; }));
  {
    std::ofstream filler(disk.path / "filler", std::ios::binary);
    for (int i = 0; i < 4096 && filler; ++i) filler << std::string(1024, 'x') << std::flush;
  }
  EXPECT_NE(run.finish(), 0);
  EXPECT_THAT(run.err(), HasSubstr("r.json")) << "it says what could not be written";
  const Report kept = valid_report(report);
  EXPECT_FALSE(kept.run.complete);
  EXPECT_GT(position_in(kept), 0);
  std::filesystem::remove(disk.path / "filler");
  AssayProcess again(directory, {"run", "--resume", report});
  EXPECT_EQ(again.finish(), 0) << again.err();
  EXPECT_TRUE(valid_report(report).run.complete);
}

TEST_F(BurnTest, ADirectoryThatBecomesReadOnlyKeepsWhatWasWritten) {
  const SmallDisk disk(directory.path() / "disk");
  if (!disk.mounted) GTEST_SKIP() << "a file system that becomes read-only takes root";
  const std::string report = (disk.path / "r.json").string();
  AssayProcess run(directory, burn(report, "10s"));
  ASSERT_TRUE(soon(
      [&] { return std::filesystem::exists(report) && position_in(valid_report(report)) > 0; }));
  ASSERT_TRUE(soon([&] {  // busy while it writes
    return mount(nullptr, disk.path.c_str(), nullptr, MS_REMOUNT | MS_RDONLY, nullptr) == 0;
  }));
  EXPECT_NE(run.finish(), 0);
  EXPECT_GT(position_in(valid_report(report)), 0);
}

}  // namespace
}  // namespace assay::test
