#include <algorithm>

#include "reports/catalogue/make_reason.hpp"
#include "reports/certificate/chassis.hpp"

namespace assay {
namespace {

/// Gathers reasons as it compares.
class Comparison {
 public:
  /// `what` as in "machine id"; `tested` is never "".
  void same(ReasonId id, const std::string& what, const std::string& tested, const Reading& now) {
    if (now.state == Reading::State::unreadable) return hidden(what, now.reason);
    if (!now.ok()) return differs(id, what + " was " + tested + " and is not told now");
    if (now.text != tested) differs(id, what + " was " + tested + " and is " + now.text);
  }

  /// Of what had no value when it was tested.
  void still_none(ReasonId id, const std::string& what, const Reading& now) {
    if (now.state == Reading::State::unreadable) return hidden(what, now.reason);
    if (now.ok()) differs(id, what + " was none and is " + now.text);
  }

  void differs(ReasonId id, const std::string& text) { reasons_.push_back(make_reason(id, text)); }
  void hidden(const std::string& what, const std::string& why) {
    reasons_.push_back(make_reason("hidden-identity", what + " cannot be read: " + why));
  }
  [[nodiscard]] std::vector<Reason> take() { return std::move(reasons_); }

 private:
  std::vector<Reason> reasons_;
};

constexpr ReasonId kChanged = "changed-hardware";

void compare_gpus(const std::vector<TestedGpu>& tested, const std::vector<Chassis::Card>& now,
                  Comparison& comparison) {
  for (const TestedGpu& gpu : tested) {
    const auto card = std::find_if(now.begin(), now.end(),
                                   [&](const Chassis::Card& c) { return c.pci == gpu.pci; });
    if (card == now.end()) {
      comparison.differs(kChanged, "the GPU at " + gpu.pci + " is gone");
      continue;
    }
    comparison.same(kChanged, "the UUID of the GPU at " + gpu.pci, gpu.uuid, card->uuid);
    comparison.same(kChanged, "the VBIOS of the GPU at " + gpu.pci, gpu.vbios, card->vbios);
  }
  for (const Chassis::Card& card : now)
    if (std::none_of(tested.begin(), tested.end(),
                     [&](const TestedGpu& gpu) { return gpu.pci == card.pci; }))
      comparison.differs(kChanged, "the GPU at " + card.pci + " was not tested");
}

void compare_nics(const std::vector<std::string>& tested, const std::vector<Chassis::Adapter>& now,
                  Comparison& comparison) {
  for (const std::string& guid : tested)
    if (std::none_of(now.begin(), now.end(), [&](const Chassis::Adapter& adapter) {
          return adapter.guid.ok() && adapter.guid.text == guid;
        }))
      comparison.differs(kChanged, "the adapter with GUID " + guid + " is gone");
  for (const Chassis::Adapter& adapter : now) {
    if (!adapter.guid.ok())
      comparison.hidden("the GUID of " + adapter.name, adapter.guid.reason);
    else if (std::find(tested.begin(), tested.end(), adapter.guid.text) == tested.end())
      comparison.differs(kChanged, "adapter " + adapter.name + " with GUID " + adapter.guid.text +
                                       " was not tested");
  }
}

}  // namespace

std::vector<Reason> compare_hardware(const TestedNode& tested, const Chassis& now,
                                     bool same_driver) {
  Comparison comparison;
  comparison.same("other-machine", "the machine id", tested.machine_id, now.machine_id);
  if (tested.board_serial.empty())
    comparison.still_none("other-machine", "the board's serial number", now.board_serial);
  else
    comparison.same("other-machine", "the board's serial number", tested.board_serial,
                    now.board_serial);
  if (now.has_bus)
    compare_gpus(tested.gpus, now.cards, comparison);
  else
    comparison.hidden("the PCI bus", "there is no /sys/bus/pci/devices");
  compare_nics(tested.nics, now.adapters, comparison);
  if (same_driver && tested.driver.empty())
    comparison.still_none("changed-driver", "the driver", now.driver);
  else if (same_driver)
    comparison.same("changed-driver", "the driver", tested.driver, now.driver);
  return comparison.take();
}

}  // namespace assay
