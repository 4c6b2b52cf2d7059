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

struct Candidate {
  std::int32_t device;
  Seat from, to;
  NightNumber left, seen;
};

class Follower {
 public:
  explicit Follower(Database& database) : database_(database) {}

  void follow(NightNumber night, bool counts) {
    std::int32_t device = 0;
    std::int32_t seat = 0;
    soci::statement rows =
        (database_.sql().prepare
             << "SELECT device, seat FROM sighting WHERE night = :night ORDER BY device, run",
         soci::use(night), soci::into(device), soci::into(seat));
    rows.execute();
    while (rows.fetch()) {
      const auto [at, is_new] = last_.try_emplace(device, Last{night, seat});
      if (at->second.seat != seat) compare(device, at->second, night, seat, counts);
      at->second.night = night;
      at->second.seat = seat;
    }
  }

  std::vector<Candidate> found;

 private:
  void compare(std::int32_t device, const Last& last, NightNumber night, std::int32_t seat,
               bool counts) {
    const auto known = known_.find(device);
    const Seat from = known == known_.end() ? seat_called(last.seat) : known->second;
    const Seat& to = seat_called(seat);
    const bool moved = is_move(from, to);
    known_[device] = moved ? to : merged(from, to);
    if (moved && counts) found.push_back({device, from, to, last.night, night});
  }

  const Seat& seat_called(std::int32_t id) {
    const auto known = seats_.find(id);
    if (known != seats_.end()) return known->second;
    return seats_.emplace(id, seats_of(database_, {id}).at(id)).first->second;
  }

  Database& database_;
  std::unordered_map<std::int32_t, Last> last_;
  std::unordered_map<std::int32_t, Seat> seats_;  ///< of which there was a doubt
  std::unordered_map<std::int32_t, Seat> known_;  ///< all that was said of where a device is
};

}  // namespace

std::vector<Move> moves(History& history, NightNumber since, std::size_t back) {
  std::vector<NightNumber> nights = history.nights();
  const auto first = std::lower_bound(nights.begin(), nights.end(), since);
  const auto before = std::min(static_cast<std::size_t>(first - nights.begin()), back);
  nights.erase(nights.begin(), first - static_cast<std::ptrdiff_t>(before));
  Database& database = history.database();
  return database.guarded([&] {
    Follower follower(database);
    for (const NightNumber night : nights) follower.follow(night, night >= since);
    std::set<std::int32_t> device_ids;
    for (const Candidate& one : follower.found) device_ids.insert(one.device);
    const auto devices = devices_of(database, device_ids);
    std::vector<Move> list;
    list.reserve(follower.found.size());
    for (const Candidate& one : follower.found)
      list.push_back({devices.at(one.device), one.from, one.to, one.left, one.seen});
    return list;
  });
}

}  // namespace assay::history
