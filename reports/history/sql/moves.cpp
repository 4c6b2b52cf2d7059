#include <algorithm>
#include <unordered_map>

#include "reports/history/sql/select.hpp"

namespace assay::history {
namespace {

/// Where a device was seen last.
struct Last {
  NightNumber night;
  std::int32_t seat;
};

/// Numbers only, until it is known which few are wanted.
struct Candidate {
  std::int32_t device, from, to;
  NightNumber left, seen;
};

std::vector<Candidate> candidates(Database& database, NightNumber since,
                                  const std::vector<NightNumber>& nights) {
  std::unordered_map<std::int32_t, Last> last;
  std::vector<Candidate> found;
  for (const NightNumber night : nights) {
    std::int32_t device = 0;
    std::int32_t seat = 0;
    soci::statement rows =
        (database.sql().prepare
             << "SELECT device, seat FROM sighting WHERE night = :night ORDER BY device, run",
         soci::use(night), soci::into(device), soci::into(seat));
    rows.execute();
    while (rows.fetch()) {
      const auto [at, is_new] = last.try_emplace(device, Last{night, seat});
      if (!is_new && at->second.seat != seat && night >= since)
        found.push_back({device, at->second.seat, seat, at->second.night, night});
      at->second = {night, seat};
    }
  }
  return found;
}

}  // namespace

std::vector<Move> moves(History& history, NightNumber since, std::size_t back) {
  std::vector<NightNumber> nights = history.nights();
  const auto first = std::lower_bound(nights.begin(), nights.end(), since);
  const auto before = std::min(static_cast<std::size_t>(first - nights.begin()), back);
  nights.erase(nights.begin(), first - static_cast<std::ptrdiff_t>(before));
  Database& database = history.database();
  return database.guarded([&] {
    const std::vector<Candidate> found = candidates(database, since, nights);
    std::set<std::int32_t> seat_ids;
    std::set<std::int32_t> device_ids;
    for (const Candidate& one : found) {
      seat_ids.insert({one.from, one.to});
      device_ids.insert(one.device);
    }
    const auto seats = seats_of(database, seat_ids);
    const auto devices = devices_of(database, device_ids);
    std::vector<Move> list;
    for (const Candidate& one : found)
      if (is_move(seats.at(one.from), seats.at(one.to)))
        list.push_back(
            {devices.at(one.device), seats.at(one.from), seats.at(one.to), one.left, one.seen});
    return list;
  });
}

}  // namespace assay::history
