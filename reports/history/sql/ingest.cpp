#include <algorithm>
#include <map>
#include <tuple>

#include "core/units.hpp"
#include "reports/history/history.hpp"
#include "reports/history/sql/dictionary.hpp"

namespace assay::history {
namespace {

/// Cells that are written at once: what is kept in memory of a night of any size.
constexpr std::size_t kPiece = 1 << 18;

using Integers = std::vector<std::int32_t>;
using Texts = std::vector<std::string>;

Rows run_rows() {
  return {"run",
          {{"id", Integers()},
           {"night", Integers()},
           {"uuid", Texts()},
           {"host", Texts()},
           {"content", Texts()},
           {"complete", Integers()},
           {"setup", Integers()},
           {"level", Texts()},
           {"started", Texts()},
           {"source", Texts()}}};
}

Rows trouble_rows() {
  return {"trouble",
          {{"night", Integers()},
           {"device", Integers()},
           {"run", Integers()},
           {"test", Texts()},
           {"part", Texts()},
           {"outcome", Texts()},
           {"attempts", Integers()},
           {"reason", Texts()}}};
}

Rows sighting_rows() {
  return {
      "sighting",
      {{"night", Integers()}, {"device", Integers()}, {"run", Integers()}, {"seat", Integers()}}};
}

std::string content_of(const std::map<std::string, std::string>& setup) {
  std::string bytes;
  for (const auto& [name, value] : setup)
    bytes += std::to_string(name.size()) + ':' + name + std::to_string(value.size()) + ':' + value;
  return content_id(bytes);
}

std::int32_t limited(std::int64_t attempts) {
  return static_cast<std::int32_t>(std::clamp<std::int64_t>(attempts, 0, 1'000'000));
}

}  // namespace

struct Ingest::Parts {
  /// A run that is stored or about to be.
  struct Known {
    std::int32_t id = 0;
    NightNumber night = 0;
    std::string content;
    bool complete = false;
  };

  explicit Parts(History& history)
      : database(history.database()),
        transaction(database),
        metrics(database, "metric",
                {"test", "name", "params", "part", "statistic", "unit", "better"}),
        seats(database, "seat", {"host", "slot", "rack", "unit", "leaf", "su", "owner"}),
        setups(database, "setup", {"content"}),
        devices(database) {
    database.sql() << "SELECT coalesce(max(id), 0) + 1 FROM run", soci::into(next_run);
  }

  std::optional<Known> find(const Entry& entry) {
    const auto here = fresh.find({entry.run, entry.host});
    if (here != fresh.end()) return here->second;
    Known known;
    int complete = 0;
    database.sql() << "SELECT id, night, content, complete FROM run WHERE uuid = :uuid AND host = "
                      ":host",
        soci::use(entry.run), soci::use(entry.host), soci::into(known.id), soci::into(known.night),
        soci::into(known.content), soci::into(complete);
    known.complete = complete != 0;
    return database.sql().got_data() ? std::optional(known) : std::nullopt;
  }

  /// Devices of every run of `night` that was stored before; read once, since a night's runs may
  /// all be replaced.
  const std::vector<std::int32_t>& devices_of(const Known& run) {
    flush();
    if (sighted_night != run.night) {
      sighted.clear();
      sighted_night = run.night;
      std::int32_t device = 0;
      std::int32_t id = 0;
      soci::statement rows = (database.sql().prepare << "SELECT device, run FROM sighting WHERE "
                                                        "night = :night",
                              soci::use(run.night), soci::into(device), soci::into(id));
      rows.execute();
      while (rows.fetch()) sighted[id].push_back(device);
    }
    return sighted[run.id];
  }

  void remove(const Known& run) {
    for (const std::int32_t device : devices_of(run))
      for (const char* table : {"reading", "trouble", "sighting"})
        database.sql() << "DELETE FROM " << table
                       << " WHERE night = :night AND device = :device AND run = :run",
            soci::use(run.night), soci::use(device), soci::use(run.id);
    database.sql() << "DELETE FROM run WHERE id = :id", soci::use(run.id);
    sighted_night.reset();
  }

  std::int32_t setup_of(const Entry& entry) {
    const auto [id, is_new] = setups.find_or_add({content_of(entry.setup)});
    if (is_new)
      for (const auto& [name, value] : entry.setup) settings.add(id, name, value);
    return id;
  }

  std::int32_t seat_of(const Entry& entry, const Device& device) {
    const Place& place = entry.place;
    return seats
        .find_or_add({entry.host, device.slot, place.rack,
                      place.unit ? std::to_string(*place.unit) : "", place.leaf, place.su,
                      place.owner})
        .id;
  }

  std::int32_t metric_of(const MetricKey& key) {
    return metrics
        .find_or_add({key.test, key.name, key.params, key.part, key.statistic,
                      std::string(symbol(key.unit)),
                      key.better == Better::higher ? "higher" : "lower"})
        .id;
  }

  /// Nodes of one kind report the same metrics: what the one before had is not looked up again.
  void look_up(const std::vector<MetricKey>& keys) {
    if (keys == last_metrics) return;
    last_metrics = keys;
    metric_ids.clear();
    metric_ids.reserve(keys.size());
    for (const MetricKey& key : keys) metric_ids.push_back(metric_of(key));
  }

  void store(const Entry& entry) {
    const std::int32_t run = next_run++;
    std::vector<std::int32_t> device_ids;
    device_ids.reserve(entry.devices.size());
    for (const Device& device : entry.devices) device_ids.push_back(devices.id_of(device));
    look_up(entry.metrics);
    sight(entry, run, device_ids);
    for (const Reading& one : entry.readings)
      cells.push_back(
          {entry.night, device_ids[one.device], metric_ids[one.metric], run, one.value});
    for (const Trouble& one : entry.troubles)
      troubles.add(entry.night, device_ids[one.device], run, one.test, one.part,
                   std::string(name(one.outcome)), limited(one.attempts), one.reason);
    runs.add(run, entry.night, entry.run, entry.host, entry.content,
             std::int32_t{entry.complete ? 1 : 0}, setup_of(entry), entry.level, entry.started,
             entry.source);
    fresh[{entry.run, entry.host}] = {run, entry.night, entry.content, entry.complete};
    if (cells.size() > kPiece) flush();
  }

  /// Two names of one report may turn out to be one device, which is seen once.
  void sight(const Entry& entry, std::int32_t run, const std::vector<std::int32_t>& ids) {
    std::map<std::int32_t, std::int32_t> seat;
    for (std::size_t i = 0; i < ids.size(); ++i)
      seat.try_emplace(ids[i], seat_of(entry, entry.devices[i]));
    for (const auto& [device, at] : seat) sightings.add(entry.night, device, run, at);
  }

  void flush() {
    metrics.flush();
    seats.flush();
    setups.flush();
    devices.flush();
    // In the table's own order each row goes to the end, which is the fast case.
    std::sort(cells.begin(), cells.end(), [](const Cell& a, const Cell& b) {
      return std::tie(a.night, a.device, a.metric, a.run) <
             std::tie(b.night, b.device, b.metric, b.run);
    });
    const auto same = [](const Cell& a, const Cell& b) {
      return std::tie(a.night, a.device, a.metric, a.run) ==
             std::tie(b.night, b.device, b.metric, b.run);
    };
    cells.erase(std::unique(cells.begin(), cells.end(), same), cells.end());
    if (!cells.empty()) database.bulk().append(cells);
    cells.clear();
    for (Rows* rows : {&runs, &settings, &sightings, &troubles}) {
      if (rows->size() > 0) database.bulk().append(*rows);
      rows->clear();
    }
  }

  Database& database;
  Transaction transaction;
  Dictionary metrics, seats, setups;
  DeviceTable devices;
  Rows runs = run_rows(), troubles = trouble_rows(), sightings = sighting_rows();
  Rows settings{"setting", {{"setup", Integers()}, {"name", Texts()}, {"value", Texts()}}};
  std::vector<Cell> cells;
  std::vector<MetricKey> last_metrics;
  std::vector<std::int32_t> metric_ids;  ///< of last_metrics
  std::int32_t next_run = 1;
  std::map<std::pair<std::string, std::string>, Known> fresh;  ///< (run, host) -> of this ingest
  std::optional<NightNumber> sighted_night;
  std::map<std::int32_t, std::vector<std::int32_t>> sighted;  ///< run -> its devices
};

Ingest::Ingest(History& history) {
  history.database().guarded([&] { parts_ = std::make_unique<Parts>(history); });
}

Ingest::~Ingest() = default;

Ingest::Added Ingest::add(const Entry& entry) {
  return parts_->database.guarded([&] {
    const auto known = parts_->find(entry);
    if (known && known->content == entry.content) return Added::known;
    if (known && known->complete) return entry.complete ? Added::conflict : Added::older;
    if (known) parts_->remove(*known);
    parts_->store(entry);
    return known ? Added::replaced : Added::added;
  });
}

void Ingest::commit() {
  parts_->database.guarded([&] {
    parts_->flush();
    parts_->transaction.commit();
  });
}

}  // namespace assay::history
