#include "reports/history/sql/select.hpp"

namespace assay::history {
namespace {

std::vector<Stay> stays(Database& database, const KnownDevice& device,
                        const std::vector<NightNumber>& nights) {
  const std::vector<SeenRun> seen =
      seen_runs(database, of_device(database, "s.", device.id, nights));
  std::set<std::int32_t> ids;
  for (const SeenRun& run : seen) ids.insert(run.seat);
  const auto seats = seats_of(database, ids);
  std::vector<Sighting> sightings;
  sightings.reserve(seen.size());
  for (const SeenRun& run : seen) sightings.push_back({run.night, seats.at(run.seat)});
  return stays_of(sightings);
}

}  // namespace

std::vector<DeviceHistory> device_history(History& history, const std::string& serial) {
  Database& database = history.database();
  const std::vector<NightNumber> nights = history.nights();
  return database.guarded([&] {
    std::vector<DeviceHistory> found;
    for (const KnownDevice& device : devices_called(database, serial))
      found.push_back({device, stays(database, device, nights),
                       troubles(database, of_device(database, "t.", device.id, nights))});
    return found;
  });
}

}  // namespace assay::history
