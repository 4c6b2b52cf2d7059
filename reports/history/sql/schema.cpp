#include "reports/history/sql/schema.hpp"

#include "core/error.hpp"

namespace assay::history {
namespace {

/// Tables that are alike in both. Numbers instead of words keep a row of `reading` short: what is
/// measured, on what and when stand once in tables of their own.
std::vector<std::string> common_tables() {
  return {
      R"(CREATE TABLE metric (id INTEGER PRIMARY KEY, test TEXT NOT NULL, name TEXT NOT NULL,
       params TEXT NOT NULL, part TEXT NOT NULL, statistic TEXT NOT NULL, unit TEXT NOT NULL,
       better TEXT NOT NULL, UNIQUE (test, name, params, part, statistic, unit, better)))",
      R"(CREATE TABLE device (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL,
       serial TEXT NOT NULL, UNIQUE (kind, key)))",
      "CREATE INDEX device_key ON device (key)",
      "CREATE INDEX device_serial ON device (serial)",
      R"(CREATE TABLE seat (id INTEGER PRIMARY KEY, host TEXT NOT NULL, slot TEXT NOT NULL,
       rack TEXT NOT NULL, unit TEXT NOT NULL, leaf TEXT NOT NULL, su TEXT NOT NULL,
       owner TEXT NOT NULL, UNIQUE (host, slot, rack, unit, leaf, su, owner)))",
      "CREATE TABLE setup (id INTEGER PRIMARY KEY, content TEXT NOT NULL UNIQUE)",
      R"(CREATE TABLE setting (setup INTEGER NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
       PRIMARY KEY (setup, name)))",
      R"(CREATE TABLE run (id INTEGER PRIMARY KEY, night INTEGER NOT NULL, uuid TEXT NOT NULL,
       host TEXT NOT NULL, content TEXT NOT NULL, complete INTEGER NOT NULL, setup INTEGER NOT
       NULL, level TEXT NOT NULL, started TEXT NOT NULL, source TEXT NOT NULL,
       UNIQUE (uuid, host)))",
      "CREATE INDEX run_night ON run (night)",
      "CREATE INDEX run_host ON run (host, night)",
      R"(CREATE TABLE judgement (night INTEGER NOT NULL, host TEXT NOT NULL, profile TEXT NOT NULL,
       verdict TEXT NOT NULL, report TEXT NOT NULL, PRIMARY KEY (night, host, profile)))",
      R"(CREATE TABLE reason (night INTEGER NOT NULL, host TEXT NOT NULL, profile TEXT NOT NULL,
       place INTEGER NOT NULL, id TEXT NOT NULL, verdict TEXT NOT NULL, subject TEXT NOT NULL,
       test TEXT NOT NULL, metric TEXT NOT NULL, measured DOUBLE PRECISION, op TEXT NOT NULL,
       bound DOUBLE PRECISION, unit TEXT NOT NULL, text TEXT NOT NULL,
       PRIMARY KEY (night, host, profile, place)))"};
}

/// Tables with many rows a night lie in the order of nights, so that a night is added at the end.
std::vector<std::string> nightly_tables(Dialect dialect) {
  const std::string sighting =
      "CREATE TABLE sighting (night INTEGER NOT NULL, device INTEGER NOT NULL, run INTEGER NOT "
      "NULL, seat INTEGER NOT NULL, PRIMARY KEY (night, device, run))";
  const std::string trouble =
      "CREATE TABLE trouble (night INTEGER NOT NULL, device INTEGER NOT NULL, run INTEGER NOT "
      "NULL, test TEXT NOT NULL, part TEXT NOT NULL, outcome TEXT NOT NULL, attempts INTEGER NOT "
      "NULL, reason TEXT NOT NULL, PRIMARY KEY (night, device, run, test, part))";
  const std::string reading =
      "CREATE TABLE reading (night INTEGER NOT NULL, device INTEGER NOT NULL, metric INTEGER NOT "
      "NULL, run INTEGER NOT NULL, value DOUBLE PRECISION NOT NULL";
  if (dialect == Dialect::sqlite)
    return {sighting + " WITHOUT ROWID", trouble + " WITHOUT ROWID",
            reading + ", PRIMARY KEY (night, device, metric, run)) WITHOUT ROWID"};
  return {sighting, trouble, reading + ") PARTITION BY RANGE (night)",
          "CREATE INDEX reading_device ON reading (night, device)"};
}

constexpr const char* kVersionTable = "CREATE TABLE history_schema (version INTEGER NOT NULL)";

int count(Database& database, const std::string& query) {
  int n = 0;
  database.sql() << query, soci::into(n);
  return n;
}

bool has_version(Database& database) {
  return database.dialect() == Dialect::sqlite
             ? count(database, "SELECT count(*) FROM sqlite_master WHERE name = 'history_schema'") >
                   0
             : count(database,
                     "SELECT count(*) FROM pg_tables WHERE schemaname = 'assay' AND tablename = "
                     "'history_schema'") > 0;
}

void require_ours(Database& database) {
  const char* others = database.dialect() == Dialect::sqlite
                           ? "SELECT count(*) FROM sqlite_master"
                           : "SELECT count(*) FROM pg_tables WHERE schemaname = 'assay'";
  if (count(database, others) > 0)
    throw InputError(database.name(), 0, "", "holds tables of another program, not a history");
}

void bring_up(Database& database, const std::vector<Migration>& steps) {
  Transaction transaction(database);
  const int before = schema_version(database);  // another process may have been faster
  if (before == 0) {
    require_ours(database);
    if (database.dialect() == Dialect::postgresql)
      database.sql() << "CREATE SCHEMA IF NOT EXISTS assay";
    database.sql() << kVersionTable;
    database.sql() << "INSERT INTO history_schema (version) VALUES (0)";
  }
  for (auto i = static_cast<std::size_t>(before); i < steps.size(); ++i)
    for (const std::string& statement : steps[i].statements) database.sql() << statement;
  const int now = static_cast<int>(steps.size());
  database.sql() << "UPDATE history_schema SET version = :now", soci::use(now);
  transaction.commit();
}

}  // namespace

std::vector<Migration> migrations(Dialect dialect) {
  Migration first{common_tables()};
  for (std::string& table : nightly_tables(dialect)) first.statements.push_back(std::move(table));
  if (dialect == Dialect::sqlite) return {first};
  // A year of one device would be a look into the order of nights for each of them.
  return {first,
          {{"CREATE INDEX sighting_of_device ON sighting (device, night)",
            "CREATE INDEX trouble_of_device ON trouble (device, night)",
            "CREATE INDEX reading_of_device ON reading (device, night)"}}};
}

int schema_version(Database& database) {
  if (!has_version(database)) return 0;
  int version = 0;
  database.sql() << "SELECT version FROM history_schema", soci::into(version);
  return version;
}

void prepare_schema(Database& database, Access access, const std::vector<Migration>& steps) {
  const int newest = static_cast<int>(steps.size());
  const int version = schema_version(database);
  if (version > newest)
    throw InputError(database.name(), 0, "",
                     "its schema is of version " + std::to_string(version) +
                         ", this program knows " + std::to_string(newest) + ": use a newer assay");
  if (version == newest) return;
  if (access == Access::write) return bring_up(database, steps);
  if (version == 0)
    throw InputError(database.name(), 0, "", "holds no history; assay history ingest makes one");
  throw InputError(database.name(), 0, "",
                   "its schema is of version " + std::to_string(version) +
                       "; the next ingest brings it up to version " + std::to_string(newest));
}

}  // namespace assay::history
