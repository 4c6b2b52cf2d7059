#include "burnin/host/ipmi_telemetry.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <thread>

#include "core/error.hpp"

namespace assay {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kAnswer =
    "Inlet Temp,23,degrees C,ok\n"
    "CPU1 Temp,61,degrees C,ok\n"
    "FAN1,8400,RPM,ok\n"
    "FAN2,0,RPM,nr\n"
    "FAN9,,RPM,ns\n"
    "Pwr Consumption,6230,Watts,ok\n"
    "P12V,12.096,Volts,ok\n";

TEST(ParseIpmi, ReadsEveryLine) {
  const auto readings = parse_ipmi(kAnswer);
  ASSERT_EQ(readings.size(), 7U);
  EXPECT_EQ(readings[0].label, "Inlet Temp");
  EXPECT_EQ(readings[0].value, 23);
  EXPECT_EQ(readings[3].status, "nr");
  EXPECT_EQ(readings[3].value, 0);
  EXPECT_FALSE(readings[4].value);
  EXPECT_EQ(readings[6].value, 12.096);
}

TEST(ParseIpmi, HalfUnderstoodIsRefused) {
  for (const char* text :
       {"", "Inlet Temp", "Inlet Temp,23,degrees C", "Inlet Temp,23,degrees C,fine",
        "Inlet Temp,warm,degrees C,ok", ",23,degrees C,ok", "Inlet Temp,,degrees C,ok",
        "FAN1,8400,RPM,ok\nUnable to open SDR for reading"})
    EXPECT_THROW((void)parse_ipmi(text), Error) << text;
}

TEST(ParseIpmi, CutAnswersThrowOrAreShorter) {
  const std::string whole = kAnswer;
  std::mt19937 random(3);
  for (int i = 0; i < 300; ++i) {
    std::string text = whole.substr(0, random() % whole.size());
    if (!text.empty() && i % 2 == 0) text[random() % text.size()] = static_cast<char>(random());
    try {
      EXPECT_LE(parse_ipmi(text).size(), 8U);
    } catch (const Error&) {
    }
  }
}

/// A child that prints what ipmitool would.
class IpmiWatch : public testing::Test {
 protected:
  [[nodiscard]] std::unique_ptr<IpmiTelemetry> watch(const std::string& script) {
    return std::make_unique<IpmiTelemetry>("/bin/sh", clock_,
                                           std::vector<std::string>{"-c", script});
  }
  /// Reads until the child has answered.
  static std::vector<Sensor> answer(IpmiTelemetry& ipmi) {
    for (int i = 0; i < 1000; ++i) {
      if (auto sensors = ipmi.read(); !sensors.empty()) return sensors;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return {};
  }
  static double value(const std::vector<Sensor>& sensors, const std::string& subject,
                      const std::string& name) {
    for (const Sensor& sensor : sensors)
      if (label(sensor.subject) == subject && sensor.name == name) return sensor.value;
    return -1;
  }
  SimulatedClock clock_;
};

TEST_F(IpmiWatch, NamesSensorsAndWhatIsTheNodes) {
  const auto ipmi = watch("printf '%s' '" + std::string(kAnswer) + "'");
  EXPECT_THAT(ipmi->read(), IsEmpty()) << "it does not wait";
  const auto sensors = answer(*ipmi);
  EXPECT_EQ(value(sensors, "sensor ipmi/CPU1 Temp", "temperature_c"), 61);
  EXPECT_EQ(value(sensors, "fan ipmi/FAN1", "fan_rpm"), 8400);
  EXPECT_EQ(value(sensors, "fan ipmi/FAN2", "fan_rpm"), 0);
  EXPECT_EQ(value(sensors, "node", "ipmi_inlet_temperature_c"), 23);
  EXPECT_EQ(value(sensors, "node", "ipmi_power_w"), 6230);
  EXPECT_EQ(sensors.size(), 7U) << "no volts, no sensor without a reading";
  const auto events = ipmi->take_events();
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(label(events[0].subject), "sensor ipmi/FAN2");
  EXPECT_THAT(events[0].text, HasSubstr("beyond its limits (nr)"));
}

TEST_F(IpmiWatch, AsksAtMostEveryFiveSeconds) {
  const std::string count = testing::TempDir() + "assay-ipmi-count";
  std::remove(count.c_str());
  const auto ipmi = watch("echo x >> " + count + "; echo 'A,1,RPM,ok'");
  (void)answer(*ipmi);
  for (int i = 0; i < 10; ++i) (void)ipmi->read();
  const auto asked = [&] { return HostFiles("/").read(count).text.size() / 2 + 1; };
  EXPECT_EQ(asked(), 1U);
  clock_.sleep_s(IpmiTelemetry::kEvery_s);
  (void)ipmi->read();
  for (int i = 0; i < 1000 && asked() < 2; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  EXPECT_EQ(asked(), 2U);
  std::remove(count.c_str());
}

TEST_F(IpmiWatch, FailureAndNonsenseAreLossAndNoOldReadings) {
  for (const char* script : {"exit 3", "echo nonsense", "true"}) {
    const auto ipmi = watch(script);
    EXPECT_THROW((void)answer(*ipmi), Error) << script;
    EXPECT_THAT(ipmi->read(), IsEmpty());
  }
}

TEST_F(IpmiWatch, OneThatHangsIsEnded) {
  const auto ipmi = watch("exec sleep 60");
  EXPECT_THAT(ipmi->read(), IsEmpty());
  EXPECT_THAT(ipmi->read(), IsEmpty());
  clock_.sleep_s(IpmiTelemetry::kDeadline_s + 1);
  EXPECT_THROW((void)ipmi->read(), Error);
}

TEST(FindIpmitool, IsNeverRunAboutAMadeUpMachine) {
  EXPECT_EQ(find_ipmitool(HostFiles("/nowhere")), "");
}

}  // namespace
}  // namespace assay
