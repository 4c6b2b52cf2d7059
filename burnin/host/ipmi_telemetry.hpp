#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "burnin/telemetry.hpp"
#include "core/clock.hpp"
#include "core/host_files.hpp"
#include "core/tool.hpp"

namespace assay {

/// A sensor as `ipmitool -c sdr list full` prints it: "Inlet Temp,23,degrees C,ok".
struct IpmiReading {
  std::string label;
  std::optional<double> value;  ///< nothing where it has no reading
  std::string unit;             ///< "degrees C", "RPM", "Watts", ...
  std::string status;  ///< "ok", "nc", "cr", "nr" (how far beyond its limits) or "ns" (no reading)
};
/// Throws Error naming the line that is not of that form: an answer half understood is none.
[[nodiscard]] std::vector<IpmiReading> parse_ipmi(std::string_view text);

/// The program ipmitool, where it is installed, this is root and the machine has a management
/// controller; else "".
[[nodiscard]] std::string find_ipmitool(const HostFiles& files);

/// What the management controller says: temperature_c and power_w of "sensor ipmi/<label>",
/// fan_rpm of "fan ipmi/<label>"; of the node ipmi_inlet_temperature_c and ipmi_power_w (of a
/// sensor that is labelled as the node's input or consumption). One that goes beyond its limits is
/// an event of kind "ipmi". It asks through a child at most every kEvery_s, and never waits: what
/// it gives is up to that old.
class IpmiTelemetry final : public TelemetrySource {
 public:
  /// `program` is asked with `arguments`. `clock` must outlive it.
  IpmiTelemetry(std::string program, Clock& clock,
                std::vector<std::string> arguments = {"-c", "sdr", "list", "full"});
  [[nodiscard]] std::string name() const override { return "ipmi"; }
  [[nodiscard]] double period_s() const override { return 1; }
  /// Throws Error where the program failed or took longer than kDeadline_s.
  [[nodiscard]] std::vector<Sensor> read() override;
  [[nodiscard]] std::vector<Event> take_events() override;

  static constexpr double kEvery_s = 5, kDeadline_s = 20;

 private:
  void collect();
  void notice(const IpmiReading& reading);

  std::string program_;
  std::vector<std::string> arguments_;
  Clock& clock_;
  std::unique_ptr<RunningTool> running_;
  std::optional<double> started_s_;
  std::vector<Sensor> sensors_;
  std::map<std::string, std::string> states_;  ///< by label
  std::vector<Event> events_;
};

}  // namespace assay
