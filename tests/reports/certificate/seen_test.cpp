#include "reports/certificate/seen.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <thread>

#include "core/error.hpp"
#include "reports/certificate/sequence.hpp"
#include "tests/reports/certificate/sample.hpp"

namespace assay {
namespace {

using testing::HasSubstr;

TEST(Sequence, GrowsAlsoWhereTheClockGoesBack) {
  EXPECT_EQ(next_sequence(1.5, 0), 1'500'000);
  EXPECT_EQ(next_sequence(1.5, 1'500'000), 1'500'001);
  EXPECT_EQ(next_sequence(1.0, 2'000'000), 2'000'001);
  EXPECT_LT(next_sequence(9e9, 0), std::int64_t{1} << 53) << "year 2255";
}

TEST(Sequence, IsADecimalNumberAndNothingElse) {
  EXPECT_EQ(parse_sequence("17\n", "file"), 17);
  for (const char* text : {"", "-1", "1.5", "1e3", "17 18", "0x11", "99999999999999999999"})
    EXPECT_THROW((void)parse_sequence(text, "file"), InputError) << text;
}

TEST(SeenNumbers, ReadBackAsTheyWere) {
  const Seen seen{.certificate = 7, .revocations = {{"aa", 3}, {"bb", 4}}};
  EXPECT_EQ(to_text(seen), "certificate 7\nrevocations aa 3\nrevocations bb 4\n");
  EXPECT_EQ(parse_seen(to_text(seen), "file"), seen);
  EXPECT_EQ(parse_seen("", "file"), Seen{});
}

TEST(SeenNumbers, ABrokenFileIsRefusedWithItsLine) {
  for (const char* text :
       {"certificate", "certificate x\n", "certificate -1\n", "revocations 3\n",
        "certificate 1 2 3\n", "other 3\n", "\n", "revocations a 1\nrevocations a 2\n"})
    EXPECT_THROW((void)parse_seen(text, "file"), InputError) << text;
  try {
    (void)parse_seen("certificate 1\nnonsense\n", "file");
    FAIL();
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("file:2"));
  }
}

TEST(SeenNumbers, NothingGoesBack) {
  const Seen one{.certificate = 7, .revocations = {{"aa", 3}, {"bb", 4}}};
  const Seen other{.certificate = 5, .revocations = {{"aa", 9}, {"cc", 1}}};
  const Seen both{.certificate = 7, .revocations = {{"aa", 9}, {"bb", 4}, {"cc", 1}}};
  EXPECT_EQ(merged(one, other), both);
  EXPECT_EQ(merged(other, one), both);
  EXPECT_EQ(merged(both, one), both);
}

class SeenFile : public testing::Test {
 protected:
  TemporaryFolder folder_;
  const std::string path_ = folder_.file("seen");
};

TEST_F(SeenFile, IsWhatWasRememberedAndNoLess) {
  EXPECT_EQ(load_seen(path_), Seen{});
  remember({.certificate = 7}, path_);
  remember({.certificate = 5}, path_);
  EXPECT_EQ(load_seen(path_).certificate, 7);
}

TEST_F(SeenFile, IsLeftAloneWhereNothingIsNew) {
  remember({.certificate = 7}, path_);
  struct stat before {};
  ASSERT_EQ(stat(path_.c_str(), &before), 0);
  remember({.certificate = 7}, path_);
  struct stat after {};
  ASSERT_EQ(stat(path_.c_str(), &after), 0);
  EXPECT_EQ(before.st_ino, after.st_ino);
}

TEST_F(SeenFile, ManyAtOnceLoseNothing) {
  std::vector<std::thread> threads;
  threads.reserve(8);
  for (int t = 0; t < 8; ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < 5; ++i)
        remember({.certificate = 100 * i + t, .revocations = {{"key" + std::to_string(t), i}}},
                 path_);
    });
  for (std::thread& thread : threads) thread.join();
  const Seen seen = load_seen(path_);
  EXPECT_EQ(seen.certificate, 407);
  EXPECT_EQ(seen.revocations.size(), 8U);
  for (const auto& [key, sequence] : seen.revocations) EXPECT_EQ(sequence, 4) << key;
}

TEST_F(SeenFile, ThatOthersMayWriteIsRefused) {
  remember({.certificate = 7}, path_);
  ASSERT_EQ(chmod(path_.c_str(), 0666), 0);
  EXPECT_THROW((void)load_seen(path_), InputError);
}

TEST_F(SeenFile, ThatIsBrokenIsNeitherReadNorReplaced) {
  folder_.write("seen", "gibberish\n");
  EXPECT_THROW((void)load_seen(path_), InputError);
  EXPECT_THROW(remember({.certificate = 7}, path_), InputError);
  EXPECT_EQ(text_of(path_), "gibberish\n");
}

TEST_F(SeenFile, ThatCannotBeWrittenIsSaid) {
  EXPECT_THROW(remember({.certificate = 7}, folder_.file("none/seen")), InputError);
}

}  // namespace
}  // namespace assay
