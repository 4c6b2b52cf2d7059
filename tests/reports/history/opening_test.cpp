#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "core/error.hpp"
#include "reports/history/sql/database.hpp"
#include "tests/reports/history/backend.hpp"
#include "tests/reports/history/server.hpp"

namespace assay::history {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// What opening it says.
std::string complaint(const std::string& url, Access access) {
  try {
    const History history(url, access);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

TEST(Address, SaysWhereAndHidesPasswords) {
  EXPECT_EQ(address_of("sqlite:a b.db").target, "a b.db");
  EXPECT_EQ(address_of("h.db").dialect, Dialect::sqlite);
  EXPECT_EQ(address_of("postgres://h/d").dialect, Dialect::postgresql);
  const auto address = address_of("postgresql://me:s3cret@host:5432/db?sslmode=require");
  EXPECT_EQ(address.shown, "postgresql://me:***@host:5432/db?sslmode=require");
  EXPECT_THAT(address.target, HasSubstr("s3cret"));
  EXPECT_EQ(address_of("postgresql://host/db?password=s3cret&a=b").shown,
            "postgresql://host/db?password=***&a=b");
  EXPECT_EQ(address_of("postgresql://host:5432/a@b").shown, "postgresql://host:5432/a@b");
  for (const char* url : {"", "sqlite:", "sqlite::memory:", ":memory:", "mysql://h/d"})
    EXPECT_THROW((void)address_of(url), InputError) << url;
}

TEST_P(OnBackend, ReadingMakesNothing) {
  EXPECT_THAT(complaint(url(), Access::read), HasSubstr("history ingest makes one"));
  EXPECT_EQ(complaint(url(), Access::write), "");
  EXPECT_EQ(complaint(url(), Access::read), "");
}

class Files : public testing::Test {
 protected:
  void SetUp() override {
    std::string name = (std::filesystem::temp_directory_path() / "assay-open-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    folder_ = name;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  [[nodiscard]] std::string at(const std::string& name) const { return (folder_ / name).string(); }

 private:
  std::filesystem::path folder_;
};

TEST_F(Files, WhatIsNoHistoryIsRefused) {
  std::ofstream(at("text.db")) << std::string(5000, 'x');
  EXPECT_THAT(complaint(at("text.db"), Access::write),
              AllOf(HasSubstr("text.db"), HasSubstr("not a database")));
  EXPECT_THAT(complaint(at(""), Access::write), HasSubstr("directory"));
  EXPECT_THAT(complaint(at("none/h.db"), Access::write), HasSubstr("none/h.db"));
  EXPECT_THAT(complaint(at("a\"b.db"), Access::write), HasSubstr("in its name"));
  EXPECT_EQ(complaint(at("name with = and  spaces.db"), Access::write), "");
  EXPECT_TRUE(std::filesystem::exists(at("name with = and  spaces.db")));
}

TEST_F(Files, AnothersDatabaseIsLeftAlone) {
  {
    soci::session sql;
    (void)open_sqlite(sql, at("other.db"), Access::write);
    sql << "CREATE TABLE theirs (a INTEGER)";
  }
  EXPECT_THAT(complaint(at("other.db"), Access::write), HasSubstr("another program"));
  soci::session sql;
  (void)open_sqlite(sql, at("other.db"), Access::read);
  int tables = 0;
  sql << "SELECT count(*) FROM sqlite_master", soci::into(tables);
  EXPECT_EQ(tables, 1);
}

TEST_F(Files, AReadOnlyFileIsSaidToBe) {
  ingest_all(at("h.db"), {small_entry("a", 20'000)});
  ASSERT_EQ(chmod(at("h.db").c_str(), 0444), 0);
  ASSERT_EQ(chmod(at("").c_str(), 0555), 0);
  const bool is_root = geteuid() == 0;  // whom no permission stops
  if (is_root) {
    ASSERT_EQ(seteuid(65534), 0);
  }
  const std::string reading = complaint(at("h.db"), Access::read);
  std::string said;
  try {
    ingest_all(at("h.db"), {small_entry("b", 20'000)});
  } catch (const InputError& error) {
    said = error.what();
  }
  if (is_root) {
    ASSERT_EQ(seteuid(0), 0);
  }
  EXPECT_EQ(reading, "");
  EXPECT_THAT(said, AllOf(HasSubstr("h.db"), HasSubstr("readonly")));
}

TEST(Postgresql, AServerThatIsNotThereIsNamed) {
  if (!server().why_not().empty()) GTEST_SKIP() << server().why_not();
  const std::string said =
      complaint("postgresql://me:s3cret@/db?host=/nowhere/at/all", Access::read);
  EXPECT_THAT(said, AllOf(HasSubstr("/nowhere/at/all"), Not(HasSubstr("s3cret"))));
  EXPECT_THAT(complaint(server().url("no_such_database"), Access::write),
              HasSubstr("no_such_database"));
}

}  // namespace
}  // namespace assay::history
