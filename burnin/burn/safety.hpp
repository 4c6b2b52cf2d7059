#pragma once
#include <map>
#include <optional>
#include <string>

#include "burnin/burn/look.hpp"
#include "core/facts.hpp"

namespace assay {

/// When a load must end at once.
struct SafetyLimits {
  std::optional<double> temperature_c;  ///< absent = what each GPU says it may reach itself
  std::optional<double> node_power_w;   ///< absent = no limit
};

/// Watches for what may damage hardware. Two looks in a row must show it: sensors glitch, and at
/// ten looks a second that costs a tenth of a second.
class Safety {
 public:
  explicit Safety(SafetyLimits limits) : limits_(limits) {}

  void look(const Subject& device, const Look& look);
  /// `watts` of the whole node.
  void node_power(double watts);
  /// A fan that has turned and stands.
  void fan(const std::string& name, double rpm);
  /// An Xid that says that a GPU, a link or the host is broken beyond going on (xid_catalogue.hpp).
  void event(const Event& event);

  /// Why the load must end, the first reason that there was; "" = nothing speaks against it.
  [[nodiscard]] const std::string& reason() const noexcept { return reason_; }

 private:
  /// Counts `there` by what it is about.
  void notice(const std::string& what, bool there, const std::string& words);
  SafetyLimits limits_;
  std::map<std::string, int> seen_;  ///< looks in a row, by what they are about
  std::map<std::string, bool> turned_;
  std::string reason_;
};

}  // namespace assay
