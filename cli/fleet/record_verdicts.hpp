#pragma once
#include <string>
#include <unordered_map>

#include "cli/program.hpp"
#include "reports/fleet/conclude.hpp"
#include "reports/history/history.hpp"

namespace assay {

/// On which night the hosts of a fleet ran; for a host that sent nothing, the latest of them.
class NightsOfHosts {
 public:
  explicit NightsOfHosts(const Night& night);
  [[nodiscard]] bool empty() const noexcept { return nights_.empty(); }
  [[nodiscard]] history::NightNumber of(const std::string& host) const;

 private:
  std::unordered_map<std::string, history::NightNumber> nights_;
  history::NightNumber latest_ = 0;
};

/// Keeps what was judged of every host in its night. Not of a SUSPECT run, which says nothing of
/// its nodes: that is said on standard error.
void record_verdicts(history::History& history, const fleet::FleetVerdict& verdict,
                     const NightsOfHosts& nights, Console& console);

}  // namespace assay
