#include "reports/history/sql/select.hpp"

namespace assay::history {
namespace {

/// A run with the numbers by which other tables know it.
struct StoredRun {
  RunLine line;
  std::int32_t id = 0, setup = 0;
};

std::vector<StoredRun> runs_of(Database& database, const std::string& host) {
  std::vector<StoredRun> runs;
  StoredRun run;
  int complete = 0;
  soci::statement rows =
      (database.sql().prepare << "SELECT id, night, uuid, level, started, source, complete, setup "
                                 "FROM run WHERE host = :host ORDER BY night, started, id",
       soci::use(host), soci::into(run.id), soci::into(run.line.night), soci::into(run.line.run),
       soci::into(run.line.level), soci::into(run.line.started), soci::into(run.line.source),
       soci::into(complete), soci::into(run.setup));
  rows.execute();
  while (rows.fetch()) {
    run.line.complete = complete != 0;
    runs.push_back(run);
  }
  return runs;
}

/// What `to` says otherwise than `from`; a name that is there no more has no value.
std::map<std::string, std::string> difference(const std::map<std::string, std::string>& from,
                                              const std::map<std::string, std::string>& to) {
  std::map<std::string, std::string> changed;
  for (const auto& [name, value] : to) {
    const auto before = from.find(name);
    if (before == from.end() || before->second != value) changed[name] = value;
  }
  for (const auto& [name, value] : from)
    if (!to.contains(name)) changed[name] = "";
  return changed;
}

void tell_setups(Database& database, std::vector<StoredRun>& runs) {
  std::set<std::int32_t> ids;
  for (const StoredRun& run : runs) ids.insert(run.setup);
  auto setups = setups_of(database, ids);
  const std::map<std::string, std::string> none;
  for (std::size_t i = 0; i < runs.size(); ++i)
    runs[i].line.setup =
        difference(i == 0 ? none : setups[runs[i - 1].setup], setups[runs[i].setup]);
}

std::vector<NodeHistory::Part> parts_of(Database& database, const StoredRun& run) {
  const std::vector<SeenRun> seen =
      seen_runs(database, "s.night = " + std::to_string(run.line.night) +
                              " AND s.run = " + std::to_string(run.id));
  std::set<std::int32_t> device_ids;
  std::set<std::int32_t> seat_ids;
  for (const SeenRun& one : seen) {
    device_ids.insert(one.device);
    seat_ids.insert(one.seat);
  }
  const auto devices = devices_of(database, device_ids);
  const auto seats = seats_of(database, seat_ids);
  std::vector<NodeHistory::Part> parts;
  parts.reserve(seen.size());
  for (const SeenRun& one : seen)
    parts.push_back({devices.at(one.device), seats.at(one.seat).slot});
  return parts;
}

std::vector<JudgementLine> judgements_of(Database& database, const std::string& host) {
  std::vector<JudgementLine> lines;
  JudgementLine line;
  std::string id;
  std::string text;
  soci::indicator has_id = soci::i_ok;
  soci::indicator has_text = soci::i_ok;
  soci::statement rows =
      (database.sql().prepare
           << "SELECT j.night, j.profile, j.verdict, r.id, r.text FROM judgement j LEFT JOIN "
              "reason r ON r.night = j.night AND r.host = j.host AND r.profile = j.profile WHERE "
              "j.host = :host ORDER BY j.night, j.profile, r.place",
       soci::use(host), soci::into(line.night), soci::into(line.profile), soci::into(line.verdict),
       soci::into(id, has_id), soci::into(text, has_text));
  rows.execute();
  while (rows.fetch()) {
    if (lines.empty() || lines.back().night != line.night || lines.back().profile != line.profile)
      lines.push_back(line);
    if (has_id == soci::i_ok) lines.back().reasons.push_back(id + ": " + text);
  }
  return lines;
}

}  // namespace

std::optional<NodeHistory> node_history(History& history, const std::string& name) {
  Database& database = history.database();
  return database.guarded([&]() -> std::optional<NodeHistory> {
    NodeHistory node{.host = storable(name)};
    std::vector<StoredRun> runs = runs_of(database, node.host);
    node.judgements = judgements_of(database, node.host);
    if (runs.empty() && node.judgements.empty()) return std::nullopt;
    tell_setups(database, runs);
    std::vector<std::int32_t> ids;
    std::set<std::int32_t> nights;
    for (const StoredRun& run : runs) {
      ids.push_back(run.id);
      nights.insert(run.line.night);
      node.runs.push_back(run.line);
    }
    if (!runs.empty()) node.parts = parts_of(database, runs.back());
    node.troubles =
        troubles(database, "t.night IN " + in_list(nights) + " AND t.run IN " + in_list(ids));
    return node;
  });
}

}  // namespace assay::history
