#include "reports/certificate/key_files.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/error.hpp"
#include "reports/certificate/guarded_file.hpp"
#include "tests/reports/certificate/sample.hpp"

namespace assay {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

mode_t mode_of(const std::string& path) {
  struct stat facts {};
  EXPECT_EQ(stat(path.c_str(), &facts), 0);
  return facts.st_mode & 07777U;
}

/// What reading is refused with; "" if it is not.
template <class Read>
std::string refusal(Read read, const std::string& path) {
  try {
    (void)read(path);
    return "";
  } catch (const InputError& error) {
    return error.what();
  }
}

class KeyFiles : public testing::Test {
 protected:
  TemporaryFolder folder_;
  const std::string path_ = folder_.file("key");
};

TEST_F(KeyFiles, AreReadBackByTheirOwnerAlone) {
  const mode_t before = umask(0);
  write_key_files(key_of(7), path_);
  umask(before);
  EXPECT_EQ(mode_of(path_), 0600U);
  EXPECT_EQ(mode_of(path_ + ".pub"), 0644U);
  EXPECT_EQ(read_secret_key(path_).public_key(), key_of(7).public_key());
  EXPECT_EQ(read_public_key(path_ + ".pub"), key_of(7).public_key());
  EXPECT_EQ(text_of(path_ + ".pub"),
            "assay-public-key-1 " + hexadecimal(key_of(7).public_key().bytes) + "\n");
}

TEST_F(KeyFiles, AreNeverWrittenOver) {
  write_key_files(key_of(7), path_);
  const std::string before = text_of(path_);
  EXPECT_THROW(write_key_files(key_of(8), path_), InputError);
  EXPECT_EQ(text_of(path_), before);
  const std::string other = folder_.file("other");
  folder_.write("other.pub", "mine\n");
  EXPECT_THROW(write_key_files(key_of(8), other), InputError);
  EXPECT_NE(access(other.c_str(), F_OK), 0) << "a secret key without its public one stays";
  EXPECT_EQ(text_of(other + ".pub"), "mine\n");
}

TEST_F(KeyFiles, AnyRightForOthersIsRefused) {
  write_key_files(key_of(7), path_);
  for (const mode_t right : {0040U, 0020U, 0010U, 0004U, 0002U, 0001U}) {
    ASSERT_EQ(chmod(path_.c_str(), 0600U | right), 0);
    EXPECT_THAT(refusal(read_secret_key, path_), HasSubstr("mode 0600")) << right;
  }
  ASSERT_EQ(chmod(path_.c_str(), 0400), 0);
  EXPECT_EQ(refusal(read_secret_key, path_), "");
}

TEST_F(KeyFiles, ALinkIsJudgedByWhatItLeadsTo) {
  write_key_files(key_of(7), path_);
  const std::string link = folder_.file("link");
  ASSERT_EQ(symlink(path_.c_str(), link.c_str()), 0);
  EXPECT_EQ(refusal(read_secret_key, link), "");
  ASSERT_EQ(chmod(path_.c_str(), 0644), 0);
  EXPECT_THAT(refusal(read_secret_key, link), HasSubstr("mode 0600"));
}

TEST_F(KeyFiles, AnotherUsersKeyIsRefused) {
  if (geteuid() != 0) GTEST_SKIP() << "only root can give a file away";
  write_key_files(key_of(7), path_);
  ASSERT_EQ(chown(path_.c_str(), 12345, 12345), 0);
  EXPECT_THAT(refusal(read_secret_key, path_), HasSubstr("another user"));
}

TEST_F(KeyFiles, WhatIsNoKeyIsRefusedByNameAndNotShown) {
  const std::string digits(64, 'a');
  for (const std::string& text :
       {std::string(), std::string("hunter2-hunter2"), "assay-secret-key-1 " + digits,
        "assay-secret-key-1 " + std::string(64, 'A') + "\n", "assay-secret-key-2 " + digits + "\n",
        "assay-public-key-1 " + digits + "\n", "assay-secret-key-1 " + digits + " \n"}) {
    ASSERT_EQ(chmod(folder_.write("bad", text).c_str(), 0600), 0);
    const std::string said = refusal(read_secret_key, folder_.file("bad"));
    EXPECT_THAT(said, StartsWith(folder_.file("bad"))) << text;
    EXPECT_THAT(said, testing::Not(HasSubstr("hunter2")));
  }
  EXPECT_THAT(refusal(read_secret_key, folder_.file("none")), StartsWith(folder_.file("none")));
  EXPECT_THAT(refusal(read_secret_key, "/dev/zero"), HasSubstr("regular file"));
}

TEST_F(KeyFiles, APublicKeyThatOthersCouldReplaceIsRefused) {
  write_key_files(key_of(7), path_);
  const std::string open_key = path_ + ".pub";
  for (const mode_t right : {0020U, 0002U}) {
    ASSERT_EQ(chmod(open_key.c_str(), 0644U | right), 0);
    EXPECT_THAT(refusal(read_public_key, open_key), HasSubstr("may write it")) << right;
  }
  ASSERT_EQ(chmod(open_key.c_str(), 0644), 0);
  EXPECT_EQ(refusal(read_public_key, open_key), "");
  if (geteuid() == 0) {
    ASSERT_EQ(chown(open_key.c_str(), 12345, 12345), 0);
    EXPECT_THAT(refusal(read_public_key, open_key), HasSubstr("neither to root"));
  }
}

TEST_F(KeyFiles, WhatIsNoPublicKeyIsRefused) {
  for (const std::string& text :
       {std::string(), "assay-secret-key-1 " + std::string(64, 'a') + "\n",
        "assay-public-key-1 " + std::string(64, 'g') + "\n",
        "assay-public-key-1 " + std::string(63, 'a') + "\n"})
    EXPECT_THAT(refusal(read_public_key, folder_.write("bad.pub", text)),
                HasSubstr("is not a public key"));
}

TEST_F(KeyFiles, AFolderOfTrustIsAllItsKeysAndNeverNone) {
  Trust trust;
  EXPECT_THROW(trust.add_folder(folder_.file("")), InputError) << "empty";
  EXPECT_THROW(trust.add_folder(folder_.file("none")), InputError);
  write_key_files(key_of(7), folder_.file("a"));
  write_key_files(key_of(8), folder_.file("b"));
  trust.add_folder(folder_.file(""));
  EXPECT_NE(trust.find(key_id(key_of(7).public_key())), nullptr);
  EXPECT_NE(trust.find(key_id(key_of(8).public_key())), nullptr);
  EXPECT_EQ(trust.find(key_id(key_of(9).public_key())), nullptr);
  folder_.write("c.pub", "broken\n");
  EXPECT_THROW(Trust().add_folder(folder_.file("")), InputError) << "one broken key";
}

TEST_F(KeyFiles, ASmallFileIsSmallAndAFile) {
  EXPECT_EQ(read_small(folder_.file("none")), std::nullopt);
  EXPECT_EQ(read_small(folder_.write("a", "text")), "text");
  EXPECT_THAT(refusal(read_small, folder_.write("big", std::string((1U << 20U) + 1, 'x'))),
              HasSubstr("longer than 1 MiB"));
  EXPECT_THAT(refusal(read_small, folder_.file("")), HasSubstr("regular file"));
  const std::string fifo = folder_.file("fifo");
  ASSERT_EQ(mkfifo(fifo.c_str(), 0600), 0);
  EXPECT_THAT(refusal(read_small, fifo), HasSubstr("regular file"));
}

}  // namespace
}  // namespace assay
