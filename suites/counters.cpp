#include "suites/counters.hpp"

namespace assay {

std::optional<std::int64_t> Counters::delta(const std::string& name, std::int64_t now,
                                            std::int64_t maximum, std::string& why_not) {
  readings_[name] = now;
  const auto opening = opening_.find(name);
  if (opening == opening_.end()) {
    why_not = name + " was not read at the start of the run";
  } else if (now >= maximum) {
    why_not = name + " stands at its maximum: it may have missed errors";
  } else if (now < opening->second) {
    why_not = name + " moved backwards, from " + std::to_string(opening->second) + " to " +
              std::to_string(now);
  } else {
    return now - opening->second;
  }
  return std::nullopt;
}

}  // namespace assay
