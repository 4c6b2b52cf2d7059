#include <algorithm>

#include "reports/history/sql/select.hpp"
#include "reports/history/trends.hpp"

namespace assay::history {
namespace {

constexpr std::size_t kFailedNights = 2;
constexpr std::size_t kAlternations = 3;

struct Tally {
  Offender offender;
  std::set<NightNumber> nights;
  std::set<std::string> tests;
  std::map<NightNumber, bool> well;  ///< of a host: was its worst verdict pass or warn?
};

using Tallies = std::map<std::pair<std::string, std::string>, Tally>;  ///< (kind, who)

void count_troubles(Database& database, const std::string& nights, Tallies& tallies) {
  for (const TroubleLine& line : troubles(database, "t.night IN " + nights)) {
    Tally& tally = tallies[{"device", line.device}];
    tally.offender.host = line.host;
    tally.tests.insert(line.test);
    if (line.outcome == name(Outcome::ok))
      ++tally.offender.flaky_passes;
    else
      tally.nights.insert(line.night);
  }
}

void count_judgements(Database& database, const std::string& nights, Tallies& tallies) {
  std::string host;
  std::string verdict;
  NightNumber night = 0;
  int retried = 0;
  soci::statement rows =
      (database.sql().prepare
           << "SELECT j.night, j.host, j.verdict, (SELECT count(*) FROM reason r WHERE r.night = "
              "j.night AND r.host = j.host AND r.profile = j.profile AND r.id = "
              "'passed-on-retry') FROM judgement j WHERE j.night IN "
           << nights,
       soci::into(night), soci::into(host), soci::into(verdict), soci::into(retried));
  rows.execute();
  while (rows.fetch()) {
    Tally& tally = tallies[{"host", host}];
    tally.offender.host = host;
    tally.offender.flaky_passes += static_cast<std::size_t>(retried);
    // What could not be judged is neither well nor ill.
    if (verdict == name(Verdict::unknown)) continue;
    const bool failed = verdict == name(Verdict::fail);
    const auto [at, is_new] = tally.well.try_emplace(night, !failed);
    at->second = at->second && !failed;
    if (failed) tally.nights.insert(night);
  }
}

bool offends(const Offender& offender) {
  return offender.failed_nights >= kFailedNights || offender.flaky_passes > 0 ||
         offender.alternations >= kAlternations;
}

}  // namespace

std::vector<Offender> offenders(History& history, std::size_t nights) {
  const std::string list = in_list(history.last_nights(nights));
  Database& database = history.database();
  Tallies tallies;
  database.guarded([&] {
    count_troubles(database, list, tallies);
    count_judgements(database, list, tallies);
  });
  std::vector<Offender> found;
  for (auto& [key, tally] : tallies) {
    Offender& offender = tally.offender;
    offender.what = key.first;
    offender.who = key.second;
    offender.failed_nights = tally.nights.size();
    offender.tests = {tally.tests.begin(), tally.tests.end()};
    std::vector<bool> well;
    well.reserve(tally.well.size());
    for (const auto& [night, was_well] : tally.well) well.push_back(was_well);
    offender.alternations = alternations(well);
    if (offends(offender)) found.push_back(offender);
  }
  std::stable_sort(found.begin(), found.end(), [](const Offender& a, const Offender& b) {
    return std::pair(a.failed_nights, a.flaky_passes) > std::pair(b.failed_nights, b.flaky_passes);
  });
  return found;
}

}  // namespace assay::history
