#include "reports/history/sql/schema.hpp"

#include <gmock/gmock.h>

#include "core/error.hpp"
#include "tests/reports/history/backend.hpp"

namespace assay::history {
namespace {

using testing::HasSubstr;

TEST_P(OnBackend, ASchemaIsBroughtUpStepByStep) {
  ingest_all(url(), {small_entry("a", 20'000)});
  Database database(url(), Access::write);
  std::vector<Migration> steps = migrations(database.dialect());
  const int released = schema_version(database);
  EXPECT_EQ(released, static_cast<int>(steps.size()));
  steps.push_back({{"ALTER TABLE run ADD COLUMN remark TEXT NOT NULL DEFAULT 'old'"}});
  steps.push_back({{"UPDATE run SET remark = remark || ' and new'"}});
  EXPECT_THROW(prepare_schema(database, Access::read, steps), InputError)
      << "reading changes nothing";
  prepare_schema(database, Access::write, steps);
  EXPECT_EQ(schema_version(database), released + 2);
  std::string remark;
  database.sql() << "SELECT remark FROM run", soci::into(remark);
  EXPECT_EQ(remark, "old and new");
  prepare_schema(database, Access::write, steps);
  database.sql() << "SELECT remark FROM run", soci::into(remark);
  EXPECT_EQ(remark, "old and new") << "each step once";
}

TEST_P(OnBackend, AStepThatFailsLeavesTheOldSchema) {
  ingest_all(url(), {small_entry("a", 20'000)});
  Database database(url(), Access::write);
  std::vector<Migration> steps = migrations(database.dialect());
  const int before = schema_version(database);
  steps.push_back({{"ALTER TABLE run ADD COLUMN remark TEXT"}});
  steps.push_back({{"INSERT INTO nowhere VALUES (1)"}});
  EXPECT_THROW(prepare_schema(database, Access::write, steps), soci::soci_error);
  EXPECT_EQ(schema_version(database), before);
  std::string remark;
  EXPECT_THROW((database.sql() << "SELECT remark FROM run", soci::into(remark)), soci::soci_error);
}

TEST_P(OnBackend, ANewerSchemaIsRefused) {
  ingest_all(url(), {small_entry("a", 20'000)});
  {
    Database database(url(), Access::write);
    database.sql() << "UPDATE history_schema SET version = 99";
  }
  for (const Access access : {Access::read, Access::write}) {
    try {
      const History history(url(), access);
      FAIL() << "opened";
    } catch (const InputError& error) {
      EXPECT_THAT(error.what(), testing::AllOf(HasSubstr("99"), HasSubstr("newer assay")));
    }
  }
}

}  // namespace
}  // namespace assay::history
