#pragma once
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

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
  static constexpr int kInARow = 2;
  explicit Safety(SafetyLimits limits) : limits_(limits) {}

  /// `device` is number `index`.
  void look(std::size_t index, const Subject& device, const DeviceLook& look);
  /// `watts` of the whole node.
  void node_power(double watts);
  /// A fan that has turned and stands, in `looks` looks in a row: more where the same reading is
  /// told again and again.
  void fan(const std::string& name, double rpm, int looks = kInARow);
  /// An Xid that says that a GPU, a link or the host is broken beyond going on
  /// (core/xid_catalogue.hpp).
  void event(const Event& event);

  /// Why the load must end, the first reason that there was; "" = nothing speaks against it.
  [[nodiscard]] const std::string& reason() const noexcept { return reason_; }

 private:
  struct Fan {
    bool turned = false;
    int standing = 0;
  };
  /// Counts looks in a row. True where it is time to speak.
  [[nodiscard]] bool notice(int& seen, bool there, int looks = kInARow) const;
  SafetyLimits limits_;
  std::vector<int> hot_;  ///< looks in a row, by device
  int drawing_ = 0;
  std::map<std::string, Fan> fans_;
  std::string reason_;
};

}  // namespace assay
