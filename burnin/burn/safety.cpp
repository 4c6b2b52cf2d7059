#include "burnin/burn/safety.hpp"

#include "core/number_text.hpp"
#include "core/xid_catalogue.hpp"

namespace assay {
bool Safety::notice(int& seen, bool there, int looks) const {
  seen = there ? seen + 1 : 0;
  return seen >= looks && reason_.empty();
}

void Safety::look(std::size_t index, const Subject& device, const DeviceLook& look) {
  if (index >= hot_.size()) hot_.resize(index + 1);
  const double most = limits_.temperature_c.value_or(look[Gauge::max_temperature]);
  const double now = look[Gauge::temperature];
  // Where either is not read neither comparison holds: that it is lost is said elsewhere.
  if (!notice(hot_[index], now > most)) return;
  reason_ = label(device) + " is at " + number_text(now) + " degC, above " + number_text(most) +
            (limits_.temperature_c ? " degC" : " degC, the most that it may reach");
}

void Safety::node_power(double watts) {
  if (limits_.node_power_w && notice(drawing_, watts > *limits_.node_power_w))
    reason_ = "the node draws " + number_text(watts) + " W, above " +
              number_text(*limits_.node_power_w) + " W";
}

void Safety::fan(const std::string& name, double rpm, int looks) {
  Fan& fan = fans_[name];
  fan.turned = fan.turned || rpm > 0;
  if (notice(fan.standing, fan.turned && rpm <= 0, looks)) reason_ = name + " has stopped";
}

void Safety::event(const Event& event) {
  if (event.kind != "xid" || !event.code || !reason_.empty()) return;
  const XidMeaning meaning = xid_meaning(*event.code, event.text);
  if (meaning.fatal && meaning.xid_class != XidClass::application)
    reason_ = "Xid " + std::to_string(*event.code) + " of " + label(event.subject) + ": " +
              std::string(meaning.text);
}

}  // namespace assay
