#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "reports/history/history.hpp"

namespace assay::history {

/// A device as the database knows it.
struct KnownDevice {
  std::int32_t id = 0;
  std::string kind, key, serial;
};

/// Where a device was: host, slot in it ("gpu 3") and place of the host. Empty = not said.
struct Seat {
  std::string host, slot, rack, unit, leaf, su, owner;
};

/// True if both say something and it differs: that a rack is now known moves nothing.
[[nodiscard]] bool is_move(const Seat& from, const Seat& to);

/// `from` with what `to` says besides: a place that was said once holds until it is contradicted.
[[nodiscard]] Seat merged(Seat from, const Seat& to);

/// A time in one seat.
struct Stay {
  Seat seat;
  NightNumber first = 0, last = 0;  ///< nights on which it was seen there
  std::size_t nights = 0;           ///< how many
};

struct Sighting {
  NightNumber night;
  Seat seat;
};
/// `sightings` in order of time.
[[nodiscard]] std::vector<Stay> stays_of(const std::vector<Sighting>& sightings);

/// A test that did not end well at once, or only after further attempts.
struct TroubleLine {
  NightNumber night = 0;
  std::string host, device, test, part, outcome, reason;
  std::int32_t attempts = 1;
};

struct DeviceHistory {
  KnownDevice device;
  std::vector<Stay> stays;
  std::vector<TroubleLine> troubles;
};

/// Every device whose serial or key (UUID, GUID) is `serial`: two chips of one module may share it.
[[nodiscard]] std::vector<DeviceHistory> device_history(History& history,
                                                        const std::string& serial);

struct RunLine {
  NightNumber night = 0;
  std::string run, level, started, source;
  bool complete = false;
  std::map<std::string, std::string> setup;  ///< what is otherwise than in the run before
};

struct JudgementLine {
  NightNumber night = 0;
  std::string profile, verdict;
  std::vector<std::string> reasons;  ///< ids and sentences, worst first
};

struct NodeHistory {
  std::string host;
  std::vector<RunLine> runs;
  std::vector<JudgementLine> judgements;
  std::vector<TroubleLine> troubles;
  struct Part {
    KnownDevice device;
    std::string slot;
  };
  std::vector<Part> parts;  ///< what was in it in the last run
};

/// Nothing where no report of `host` is there.
[[nodiscard]] std::optional<NodeHistory> node_history(History& history, const std::string& host);

/// One metric in one night, over all devices that were asked for; in the metric's unit.
struct NightLine {
  MetricKey metric;
  NightNumber night = 0;
  std::size_t devices = 0;
  double min = 0, median = 0, max = 0;
};

/// `metric` is "memory.read.bandwidth": test and name. `subject`: "" for all, a slot ("gpu 3"), a
/// part ("port 1") or a serial, UUID or GUID. Over the last `nights` nights; in order of metric,
/// then night.
[[nodiscard]] std::vector<NightLine> metric_history(History& history, const std::string& metric,
                                                    const std::string& subject, std::size_t nights);

struct Move {
  KnownDevice device;
  Seat from, to;
  NightNumber left = 0;  ///< the last night it was seen there
  NightNumber seen = 0;  ///< the first night it was seen here
};

/// Hardware that was elsewhere on a later night, since `since` (against where it was last before
/// that, as far back as `back` nights).
[[nodiscard]] std::vector<Move> moves(History& history, NightNumber since, std::size_t back = 30);

/// What a fleet's nights after `since` show that those up to it did not.
struct Changes {
  struct Setting {
    std::string name, from, to;  ///< "" = not said
    std::vector<std::string> hosts;
  };
  std::vector<Setting> settings;
  std::vector<std::string> new_hosts, gone_hosts;  ///< gone: none in the last night
  std::vector<Move> moves;
  std::vector<TroubleLine> troubles;  ///< of a device and test that had none before
};

[[nodiscard]] Changes changes(History& history, NightNumber since, std::size_t back = 30);

}  // namespace assay::history
