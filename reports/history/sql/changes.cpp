#include <algorithm>
#include <tuple>

#include "reports/history/sql/select.hpp"

namespace assay::history {
namespace {

/// host -> setup of its last run in `nights`.
std::map<std::string, std::int32_t> last_setups(Database& database,
                                                const std::vector<NightNumber>& nights) {
  std::map<std::string, std::int32_t> setups;
  std::string host;
  std::int32_t setup = 0;
  soci::statement rows(database.sql());
  rows.exchange(soci::into(host));
  rows.exchange(soci::into(setup));
  rows.alloc();
  rows.prepare("SELECT host, setup FROM run WHERE night IN " + in_list(nights) +
               " ORDER BY night, started, id");
  rows.define_and_bind();
  rows.execute();
  while (rows.fetch()) setups[host] = setup;
  return setups;
}

std::vector<Changes::Setting> settings(Database& database,
                                       const std::map<std::string, std::int32_t>& before,
                                       const std::map<std::string, std::int32_t>& after) {
  std::set<std::int32_t> ids;
  for (const auto* setups : {&before, &after})
    for (const auto& [host, setup] : *setups) ids.insert(setup);
  auto known = setups_of(database, ids);
  std::map<std::tuple<std::string, std::string, std::string>, std::vector<std::string>> hosts;
  for (const auto& [host, setup] : after) {
    const auto former = before.find(host);
    if (former == before.end() || former->second == setup) continue;
    std::set<std::string> names;
    for (const std::int32_t id : {former->second, setup})
      for (const auto& [name, value] : known[id]) names.insert(name);
    for (const std::string& name : names) {
      const std::string& from = known[former->second][name];
      const std::string& to = known[setup][name];
      if (from != to) hosts[{name, from, to}].push_back(host);
    }
  }
  std::vector<Changes::Setting> list;
  list.reserve(hosts.size());
  for (auto& [key, names] : hosts)
    list.push_back({std::get<0>(key), std::get<1>(key), std::get<2>(key), std::move(names)});
  std::stable_sort(list.begin(), list.end(),
                   [](const auto& a, const auto& b) { return a.hosts.size() > b.hosts.size(); });
  return list;
}

std::vector<TroubleLine> new_troubles(Database& database, const std::vector<NightNumber>& before,
                                      const std::vector<NightNumber>& after) {
  std::set<std::tuple<std::string, std::string, std::string>> known;
  for (const TroubleLine& line : troubles(database, "t.night IN " + in_list(before)))
    known.insert({line.device, line.test, line.part});
  std::vector<TroubleLine> fresh = troubles(database, "t.night IN " + in_list(after));
  std::erase_if(fresh, [&](const TroubleLine& line) {
    return !known.insert({line.device, line.test, line.part}).second;
  });
  return fresh;
}

}  // namespace

Changes changes(History& history, NightNumber since, std::size_t back) {
  std::vector<NightNumber> before = history.nights();
  const auto border = std::upper_bound(before.begin(), before.end(), since);
  const std::vector<NightNumber> after(border, before.end());
  before.erase(border, before.end());
  if (before.size() > back)
    before.erase(before.begin(), before.end() - static_cast<std::ptrdiff_t>(back));
  Changes changes;
  if (after.empty()) return changes;
  changes.moves = moves(history, since + 1, back);
  Database& database = history.database();
  database.guarded([&] {
    const auto then = last_setups(database, before);
    const auto now = last_setups(database, after);
    const auto last = last_setups(database, {after.back()});
    changes.settings = settings(database, then, now);
    for (const auto& [host, setup] : now)
      if (!then.contains(host)) changes.new_hosts.push_back(host);
    for (const auto& [host, setup] : then)
      if (!last.contains(host)) changes.gone_hosts.push_back(host);
    changes.troubles = new_troubles(database, before, after);
  });
  return changes;
}

}  // namespace assay::history
