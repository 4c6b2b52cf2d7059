#include "burnin/burn/safety.hpp"

#include <cmath>
#include <cstdint>
#include <cstdio>

namespace assay {
namespace {

constexpr int kInARow = 2;

// @@ until the catalogue is there
bool ends_a_load(std::int64_t code) { return code == 79 || code == 48 || code == 119; }

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", value);
  return text;
}

}  // namespace

void Safety::notice(const std::string& what, bool there, const std::string& words) {
  int& seen = seen_[what];
  seen = there ? seen + 1 : 0;
  if (seen >= kInARow && reason_.empty()) reason_ = words;
}

void Safety::look(const Subject& device, const Look& look) {
  const double most = limits_.temperature_c.value_or(look[Gauge::max_temperature]);
  const double now = look[Gauge::temperature];
  if (std::isnan(most) || std::isnan(now)) return;  // that it is lost is said elsewhere
  const std::string who = label(device);
  notice(who, now > most,
         who + " is at " + number(now) + " degC, above " + number(most) +
             (limits_.temperature_c ? " degC" : " degC, the most that it may reach"));
}

void Safety::node_power(double watts) {
  if (!limits_.node_power_w) return;
  notice("power", watts > *limits_.node_power_w,
         "the node draws " + number(watts) + " W, above " + number(*limits_.node_power_w) + " W");
}

void Safety::fan(const std::string& name, double rpm) {
  bool& turned = turned_[name];
  turned = turned || rpm > 0;
  notice("fan " + name, turned && rpm <= 0, name + " has stopped");
}

void Safety::event(const Event& event) {
  if (event.kind != "xid" || !event.code || !reason_.empty()) return;
  if (ends_a_load(*event.code))
    reason_ = "Xid " + std::to_string(*event.code) + " of " + label(event.subject);
}

}  // namespace assay
