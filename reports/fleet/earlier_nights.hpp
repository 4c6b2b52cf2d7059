#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "reports/history/past.hpp"
#include "reports/peers/night.hpp"
#include "reports/peers/past.hpp"
#include "reports/peers/rules.hpp"

namespace assay::fleet {

/// "TEST.METRIC" of every column of `night`, each once: what to ask a history for. Empty, which
/// asks for all, where a name has more dots than that form.
[[nodiscard]] std::vector<std::string> metrics_of(const Night& night);

/// Folds earlier nights, as a history tells them, into the past of tonight's subjects. Values are
/// found by what hardware is known by (UUID, serial, GUID), so that what moved keeps its past; each
/// earlier night is then compared among peers as tonight's is, with every value in the place that
/// its hardware has tonight.
class EarlierNights {
 public:
  /// `tonight` outlives this.
  EarlierNights(const Night& tonight, const PeerRules& rules);

  /// Takes the nights of `past`, oldest first. A node's own night and later ones are no past.
  void add(const history::Past& past);

  [[nodiscard]] PeerPast& past() { return past_; }
  /// Of each node of tonight: did any earlier night know a value of it?
  [[nodiscard]] const std::vector<bool>& known() const { return known_; }

 private:
  /// Which device stands in a slot of each node, and how the slot is called as a part of it.
  struct SlotDevices {
    std::string own_part, node_part;
    std::vector<std::optional<std::uint32_t>> own, of_node;
  };
  [[nodiscard]] SlotDevices devices_in(
      const NightSlot& slot, const history::Past& past,
      const std::vector<std::optional<std::uint32_t>>& nodes) const;
  void fill_column(std::size_t column, const SlotDevices& devices, const history::Past& past,
                   std::size_t night);
  void add_night(const std::vector<SlotDevices>& slots, const history::Past& past,
                 std::size_t night);

  const Night& tonight_;
  PeerRules rules_;
  Night earlier_;  ///< tonight's, with other values
  PeerPast past_;
  std::vector<bool> known_;
};

}  // namespace assay::fleet
