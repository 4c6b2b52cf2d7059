#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "burnin/burn/device_burn.hpp"
#include "burnin/conclude/peers.hpp"
#include "burnin/conclude/swing.hpp"
#include "burnin/conclude/ticks.hpp"
#include "core/facts.hpp"
#include "core/xid_catalogue.hpp"

namespace assay {

/// What is the same in all results of a leg.
struct LegFacts {
  std::string test;
  std::int64_t leg = 1;
  double t_s = 0;  ///< seconds of the load, now
  std::string ended_by;
  std::optional<double> power_limit_w;  ///< that devices are meant to have
  std::vector<EndedProcess> ended;      ///< by assay itself
  std::vector<Event> events;            ///< what the driver and the kernel said
};

/// "Xid 79: has fallen off the bus (host; reboot)", of an event that has a number.
[[nodiscard]] std::string xid_words(const Event& event);

/// One device among those of its node.
struct AmongPeers {
  PeerStanding temperature, power, rate;
  double clock_ratio = std::numeric_limits<double>::quiet_NaN();  ///< while power capped
};

/// What the hours say of one device. Metrics without a value are those that should have been
/// known; facts "<metric>_unknown" say why they are not.
[[nodiscard]] Result conclude_device(const DeviceBurn& device, const LegFacts& leg,
                                     const AmongPeers& among);

/// Adds what the node's supply feels: mean and range of the summed power, how fast it moves, and
/// how it swings.
void conclude_power(Result& node, const PowerRamp& ramp, const Swing& swing);

/// Adds what the clocks and the sampling were like.
void conclude_ticks(Result& result, const TickWatch& ticks);

/// Where each device stands among the others.
[[nodiscard]] std::vector<AmongPeers> among_peers(const std::vector<DeviceBurn>& devices,
                                                  const PeerClocks& clocks);

/// "name" as a metric, and where it has no value why.
void put_metric(Result& result, const std::string& name, Unit unit, Better better,
                std::optional<double> value, const std::string& why_not = "");

}  // namespace assay
