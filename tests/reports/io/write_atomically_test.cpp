#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <sstream>

#include "core/error.hpp"
#include "reports/writer.hpp"

namespace assay {
namespace {

class WriteAtomically : public testing::Test {
 protected:
  WriteAtomically() {
    std::string name = testing::TempDir() + "assay-write-XXXXXX";
    folder_ = mkdtemp(name.data());
    target_ = folder_ / "report.json";
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  static std::string contents(const std::filesystem::path& path) {
    std::ifstream stream(path);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
  }

  [[nodiscard]] std::size_t files() const {
    const std::filesystem::directory_iterator all(folder_);
    return static_cast<std::size_t>(std::distance(begin(all), end(all)));
  }

  static std::string refusal(const std::filesystem::path& path, const std::string& text) {
    try {
      write_atomically(path, text);
    } catch (const Error& error) {
      return error.what();
    }
    return "written";
  }

  std::filesystem::path folder_, target_;
};

TEST_F(WriteAtomically, MakesAndReplaces) {
  write_atomically(target_, "old");
  EXPECT_EQ(contents(target_), "old");
  write_atomically(target_, std::string(3'000'000, 'x'));
  EXPECT_EQ(contents(target_), std::string(3'000'000, 'x'));
  EXPECT_EQ(files(), 1U);
}

TEST_F(WriteAtomically, WritesIntoTheWorkingFolder) {
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(folder_);
  write_atomically("report.json", "here");
  std::filesystem::current_path(before);
  EXPECT_EQ(contents(target_), "here");
}

TEST_F(WriteAtomically, KeepsPermissionsAndObeysTheMask) {
  const mode_t mask = umask(0027);
  write_atomically(target_, "old");
  umask(mask);
  EXPECT_EQ(std::filesystem::status(target_).permissions(), std::filesystem::perms(0640));
  std::filesystem::permissions(target_, std::filesystem::perms(0604));
  write_atomically(target_, "new");
  EXPECT_EQ(std::filesystem::status(target_).permissions(), std::filesystem::perms(0604));
}

TEST_F(WriteAtomically, FollowsALink) {
  write_atomically(target_, "old");
  std::filesystem::create_symlink("report.json", folder_ / "latest");
  write_atomically(folder_ / "latest", "new");
  EXPECT_TRUE(std::filesystem::is_symlink(folder_ / "latest"));
  EXPECT_EQ(contents(target_), "new");
}

TEST_F(WriteAtomically, LeavesDevicesInPlace) {
  write_atomically("/dev/null", "gone");
  EXPECT_TRUE(std::filesystem::is_character_file("/dev/null"));
}

TEST_F(WriteAtomically, NamesThePathAndTheCause) {
  const auto lost = folder_ / "none" / "report.json";
  EXPECT_THAT(refusal(lost, "x"),
              testing::HasSubstr("beside " + lost.string() + ": No such file or directory"));
  std::filesystem::create_directory(target_);
  EXPECT_THAT(refusal(target_, "x"),
              testing::HasSubstr("replace " + target_.string() + ": Is a directory"));
  EXPECT_EQ(files(), 1U) << "the draft was left behind";
}

TEST_F(WriteAtomically, AFullDiskLeavesTheOldFile) {
  write_atomically(target_, "old");
  // A limit on file size stands in for a full disk: the write fails half way.
  rlimit old{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &old), 0);
  const rlimit small{4096, old.rlim_max};
  const auto handler = signal(SIGXFSZ, SIG_IGN);
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
  const std::string says = refusal(target_, std::string(100'000, 'x'));
  setrlimit(RLIMIT_FSIZE, &old);
  signal(SIGXFSZ, handler);
  EXPECT_THAT(says, testing::HasSubstr("write " + target_.string() + ": File too large"));
  EXPECT_EQ(contents(target_), "old");
  EXPECT_EQ(files(), 1U) << "the draft was left behind";
}

TEST_F(WriteAtomically, AForbiddenFolderLeavesTheOldFile) {
  if (geteuid() == 0) GTEST_SKIP() << "root may write anywhere";
  write_atomically(target_, "old");
  std::filesystem::permissions(folder_, std::filesystem::perms(0500));
  EXPECT_THAT(refusal(target_, "x"), testing::HasSubstr(target_.string() + ": Permission denied"));
  std::filesystem::permissions(folder_, std::filesystem::perms(0700));
  EXPECT_EQ(contents(target_), "old");
}

// A child writes over and over and is killed at some moment: the file is one of the two texts,
// whole.
TEST_F(WriteAtomically, AKillLeavesOneOrTheOther) {
  const std::string one(200'000, '1');
  const std::string two(150'000, '2');
  write_atomically(target_, one);
  for (int round = 0; round < 20; ++round) {
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0)
      for (;;) {
        write_atomically(target_, two);
        write_atomically(target_, one);
      }
    usleep(static_cast<useconds_t>(500 + 700 * round));
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    const std::string found = contents(target_);
    EXPECT_TRUE(found == one || found == two) << found.size() << " bytes";
  }
  write_atomically(target_, two);
  EXPECT_EQ(contents(target_), two) << "what the killed ones left behind is in the way";
}

}  // namespace
}  // namespace assay
