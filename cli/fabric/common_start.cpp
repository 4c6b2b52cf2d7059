#include <algorithm>

#include "cli/fabric/clock.hpp"
#include "cli/fabric/exchange.hpp"
#include "cli/fabric/fabric.hpp"
#include "cli/fabric/mpi.hpp"
#include "core/error.hpp"

namespace assay {
namespace {

constexpr double kNotKnown = -1;

/// What a node tells: seconds played, watts idle and full.
std::string told(const CommonStart& own) {
  const NodePower power = own.power.value_or(NodePower{kNotKnown, kNotKnown});
  return numbers_text({own.played_s, power.idle_w, power.full_w});
}

/// Of all nodes: whoever has played least sets the pace, and the power is that of the greediest.
CommonStart common(CommonStart own, const std::vector<std::string>& all) {
  for (const std::string& one : all) {
    const std::vector<double> numbers = numbers_from(one, 3);
    own.played_s = std::min(own.played_s, numbers[0]);
    if (numbers[1] < 0 || numbers[2] < 0)
      own.power.reset();
    else if (own.power)
      own.power = NodePower{std::min(own.power->idle_w, numbers[1]),
                            std::max(own.power->full_w, numbers[2])};
  }
  return own;
}

}  // namespace

std::optional<CommonStart> Fabric::start_together(CommonStart own, const Clock& clock) {
  constexpr double kLead_s = 2;  // for the words to arrive
  if (alone() || !why_not_.empty()) return own;
  try {
    const auto offset = runner_.convey(kMpi, kFabricClock, "", kWordsS);
    if (!offset) return std::nullopt;
    const std::vector<double> clocks = numbers_from(*offset, 2);
    own.clock = {clocks[0], clocks[1]};
    const std::string all = gathered(told(own), kWordsS);
    if (place_.rank == 0) own = common(own, unpacked(all));
    const std::string decided =
        agreed(numbers_text({common_epoch(clock.wall_s(), kLead_s)}) + told(own));
    const std::vector<double> numbers = numbers_from(decided, 4);
    own.epoch_wall_s = local_epoch(numbers[0], own.clock);
    own.played_s = numbers[1];
    own.power.reset();
    if (numbers[2] >= 0) own.power = NodePower{numbers[2], numbers[3]};
  } catch (const Interrupted&) {
    return std::nullopt;
  } catch (const Error& error) {
    why_not_ = error.what();
  }
  return own;
}

}  // namespace assay
