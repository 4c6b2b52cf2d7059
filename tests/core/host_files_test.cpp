#include "core/host_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace assay {
namespace {
namespace fs = std::filesystem;

class HostFilesTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = testing::TempDir() + "assay-files-XXXXXX";
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    root_ = name;
    fs::create_directories(root_ / "sys/devices/pci/card");
    put("sys/devices/pci/card/width", "16\n");
  }
  void TearDown() override { fs::remove_all(root_); }
  void put(const std::string& path, const std::string& text) const {
    std::ofstream(root_ / path) << text;
  }
  fs::path root_;
};

TEST_F(HostFilesTest, AbsentUnreadableAndPresentAreThreeThings) {
  const HostFiles files(root_);
  EXPECT_EQ(files.read("/sys/devices/pci/card/width").text, "16");
  EXPECT_EQ(files.read("/sys/nothing").state, Reading::State::absent);
  EXPECT_EQ(files.read("/sys/devices").state, Reading::State::unreadable) << "a directory";
  EXPECT_FALSE(files.read("/sys/devices").reason.empty());
  put("long", std::string(100, 'x'));
  EXPECT_EQ(files.read("/long", 10).state, Reading::State::unreadable);
  EXPECT_EQ(files.read("/long", 100).state, Reading::State::ok);
}

TEST_F(HostFilesTest, AnIntegerIsTheWholeFile) {
  const HostFiles files(root_);
  put("a", "-12\n");
  put("b", "0x1f\n");
  put("c", "12 GT/s");
  put("d", "");
  put("e", "99999999999999999999");
  EXPECT_EQ(files.read_integer("/a"), -12);
  EXPECT_EQ(files.read_integer("/b"), 31);
  for (const char* path : {"/c", "/d", "/e", "/absent"})
    EXPECT_EQ(files.read_integer(path), std::nullopt) << path;
}

TEST_F(HostFilesTest, LinksAreFollowedInsideTheRootOnly) {
  const HostFiles files(root_);
  fs::create_directory_symlink(root_ / "sys/devices/pci/card", root_ / "sys/in");
  fs::create_directory_symlink("/tmp", root_ / "sys/out");
  EXPECT_EQ(files.resolve("/sys/in"), "/sys/devices/pci/card");
  EXPECT_EQ(files.resolve("/sys/out"), "");
  EXPECT_EQ(files.resolve("/sys/none"), "");
}

TEST_F(HostFilesTest, ListsInOrder) {
  const HostFiles files(root_);
  put("sys/devices/b", "");
  put("sys/devices/a", "");
  EXPECT_THAT(files.list("/sys/devices"), testing::ElementsAre("a", "b", "pci"));
  EXPECT_THAT(files.list("/sys/none"), testing::IsEmpty());
}

}  // namespace
}  // namespace assay
