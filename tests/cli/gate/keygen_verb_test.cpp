#include <gmock/gmock.h>
#include <sys/stat.h>

#include "reports/certificate/key_files.hpp"
#include "tests/cli/gate/gate.hpp"

namespace assay {
namespace {

using testing::HasSubstr;
using testing::Not;

class Keygen : public InFolder {};

TEST_F(Keygen, WritesAPairAndSaysItsName) {
  const Ended ended = assay_in_process({"keygen", "-o", "site"});
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_EQ(ended.out, key_id(read_public_key("site.pub")) + "\n");
  struct stat facts {};
  ASSERT_EQ(stat("site", &facts), 0);
  EXPECT_EQ(facts.st_mode & 07777U, 0600U);
  EXPECT_EQ(read_secret_key("site").public_key(), read_public_key("site.pub"));
}

TEST_F(Keygen, TheSecretIsShownNowhere) {
  const Ended ended = assay_in_process({"keygen", "-o", "site", "--verbose"});
  const std::string secret = read("site").substr(std::string("assay-secret-key-1 ").size(), 64);
  EXPECT_THAT(ended.out + ended.err + read("site.pub"), Not(HasSubstr(secret)));
}

TEST_F(Keygen, NeverWritesOverAKey) {
  EXPECT_EQ(assay_in_process({"keygen", "-o", "site"}).status, 0);
  const std::string before = read("site");
  const Ended again = assay_in_process({"keygen", "-o", "site"});
  EXPECT_EQ(again.status, 3);
  EXPECT_THAT(again.err, HasSubstr("site: is there already"));
  EXPECT_EQ(read("site"), before);
  EXPECT_EQ(assay_in_process({"keygen"}).status, 3);
  EXPECT_EQ(assay_in_process({"keygen", "-o", "none/site"}).status, 3);
}

}  // namespace
}  // namespace assay
