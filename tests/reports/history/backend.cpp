#include "tests/reports/history/backend.hpp"

#include <soci/soci.h>

#include <cstdlib>

#include "reports/history/sql/database.hpp"
#include "tests/reports/history/server.hpp"

namespace assay::history {
namespace fs = std::filesystem;

void OnBackend::SetUp() {
  std::string name = (fs::temp_directory_path() / "assay-history-XXXXXX").string();
  ASSERT_NE(mkdtemp(name.data()), nullptr);
  folder_ = name;
  if (is_sqlite()) {
    url_ = "sqlite:" + (folder_ / "history.db").string();
    return;
  }
  if (!server().why_not().empty()) GTEST_SKIP() << server().why_not();
  url_ = server().new_database();
}

void OnBackend::TearDown() { fs::remove_all(folder_); }

std::int64_t OnBackend::ask(const std::string& query) const {
  Database database(url_, Access::read);
  long long answer = 0;
  database.sql() << query, soci::into(answer);
  return answer;
}

std::string OnBackend::dump() const {
  Database database(url_, Access::read);
  std::string text;
  for (const char* row :
       {"'m' || id || test || name || params || part FROM metric",
        "'d' || id || kind || key || serial FROM device", "'s' || id || host || slot FROM seat",
        "'u' || setup || name || value FROM setting",
        "'r' || id || night || uuid || content || host || complete FROM run",
        "'g' || night || '.' || device || '.' || run || '.' || seat FROM sighting",
        "'v' || night || '.' || device || '.' || metric || '.' || run || '.' || value FROM reading",
        "'t' || night || device || test || outcome || attempts FROM trouble",
        "'j' || night || host || profile || verdict FROM judgement",
        "'w' || night || host || place || id || text FROM reason"}) {
    std::string line;
    soci::statement rows =
        (database.sql().prepare << "SELECT " << row << " ORDER BY 1", soci::into(line));
    rows.execute();
    while (rows.fetch()) text += line + '\n';
  }
  return text;
}

Ingest::Added ingest_all(const std::string& url, const std::vector<Entry>& entries) {
  History history(url, Access::write);
  Ingest ingest(history);
  Ingest::Added added = Ingest::Added::known;
  for (const Entry& entry : entries) added = ingest.add(entry);
  ingest.commit();
  return added;
}

Entry small_entry(const std::string& host, NightNumber night, double value) {
  Entry entry{.run = "run of " + host + " in " + night_text(night),
              .night = night,
              .host = host,
              .level = "quick",
              .source = host + ".json",
              .started = night_text(night) + "T02:00:00Z",
              .complete = true,
              .place = {.rack = "r1"},
              .setup = {{"driver", "580.65"}, {"kernel", "6.1"}}};
  entry.devices = {{"node", "S-" + host, "S-" + host, "node"},
                   {"gpu", "GPU-" + host + "-0", "16" + host + "0", "gpu 0"},
                   {"gpu", "GPU-" + host + "-1", "16" + host + "1", "gpu 1"}};
  entry.metrics = {{.test = "memory.read",
                    .name = "bandwidth",
                    .statistic = "p05",
                    .unit = Unit::bytes_per_second},
                   {.test = "node", .name = "load", .better = Better::lower}};
  entry.readings = {{0, 1, 0.5}, {1, 0, value}, {2, 0, 2.9e12}};
  entry.content = content_id(entry.run + std::to_string(value));
  return entry;
}

INSTANTIATE_TEST_SUITE_P(Both, OnBackend, testing::Values("sqlite", "postgresql"),
                         [](const auto& backend) { return backend.param; });

}  // namespace assay::history
