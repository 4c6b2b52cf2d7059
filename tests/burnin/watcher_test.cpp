#include "burnin/watcher.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <memory>
#include <thread>

#include "core/error.hpp"

namespace assay {
namespace {

using testing::Contains;
using testing::IsEmpty;
using testing::SizeIs;

/// A source that does what a test tells it.
class ToldSource final : public TelemetrySource {
 public:
  ToldSource(std::string name, std::function<std::vector<Sensor>()> read, double first_within_s = 0)
      : name_(std::move(name)), read_(std::move(read)), first_within_s_(first_within_s) {}
  std::string name() const override { return name_; }
  double first_within_s() const override { return first_within_s_; }
  std::vector<Sensor> read() override { return read_(); }

 private:
  std::string name_;
  std::function<std::vector<Sensor>()> read_;
  double first_within_s_;
};

std::vector<std::unique_ptr<TelemetrySource>> sources(std::string name,
                                                      std::function<std::vector<Sensor>()> read,
                                                      double first_within_s = 0) {
  std::vector<std::unique_ptr<TelemetrySource>> all;
  all.push_back(std::make_unique<ToldSource>(std::move(name), std::move(read), first_within_s));
  return all;
}

std::vector<Sensor> warm() { return {{Subject{}, "temperature_c", 60}}; }

/// Waits for another thread, not for a time: under load a fixed sleep fails now and then.
bool eventually(const std::function<bool()>& holds) {
  for (int i = 0; i < 2000; ++i) {
    if (holds()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return false;
}

TEST(Watcher, ReadsBesideTheTests) {
  SystemClock clock;
  std::atomic<int> reads{0};
  Watcher watcher(sources("told",
                          [&] {
                            ++reads;
                            return warm();
                          }),
                  clock, {.period_s = 0.001});
  const double start_s = clock.now_s();
  ASSERT_TRUE(eventually([&] { return reads > 10; }));
  const Telemetry telemetry = watcher.summary({}, start_s - 1, clock.now_s());
  EXPECT_EQ(telemetry.quantities.at("temperature_c").at("max"), 60);
  EXPECT_THAT(telemetry.lost, IsEmpty());
  EXPECT_THAT(watcher.series(start_s), SizeIs(1));
}

TEST(Watcher, ASourceThatFailsAtOnceIsNotThere) {
  SystemClock clock;
  Watcher watcher(sources("told", []() -> std::vector<Sensor> { throw Error("no driver"); }), clock,
                  {.period_s = 0.001});
  EXPECT_THAT(watcher.summary({}, 0, clock.now_s()).lost, IsEmpty());
  EXPECT_THAT(watcher.take_events(), IsEmpty());
}

TEST(Watcher, ASourceThatGivesNoAnswerAtFirstIsLostUntilItDoes) {
  SystemClock clock;
  std::atomic<bool> answers{false};
  Watcher watcher(sources("told",
                          [&] {
                            if (!answers) throw NoAnswer("held up");
                            return warm();
                          }),
                  clock, {.period_s = 0.001});
  EXPECT_THAT(watcher.summary({}, 0, clock.now_s()).lost, Contains("told"));
  answers = true;
  EXPECT_TRUE(eventually([&] {
    const double now_s = clock.now_s();
    return watcher.summary({}, now_s, now_s).lost.empty();
  }));
}

TEST(Watcher, ASourceThatNeedsTimeToBeginIsWaitedFor) {
  SystemClock clock;
  std::atomic<int> reads{0};
  Watcher watcher(sources(
                      "told",
                      [&] {
                        if (reads++ == 0) clock.sleep_s(0.2);
                        return warm();
                      },
                      60),
                  clock, {.period_s = 0.001, .timeout_s = 0.05});
  EXPECT_GE(reads, 1);
  EXPECT_THAT(watcher.take_events(), IsEmpty()) << "nothing was lost";
  EXPECT_EQ(watcher.summary({}, 0, clock.now_s()).quantities.size(), 1U);
}

TEST(Watcher, ASourceThatFailsLaterIsLost) {
  SystemClock clock;
  std::atomic<int> reads{0};
  Watcher watcher(sources("told",
                          [&] {
                            if (reads++ > 0) throw Error("GPU is lost");
                            return warm();
                          }),
                  clock, {.period_s = 0.001});
  ASSERT_TRUE(eventually([&] { return reads > 2; }));
  EXPECT_THAT(watcher.summary({}, 0, clock.now_s()).lost, Contains("told: temperature_c"));
  const std::vector<Event> events = watcher.take_events();
  ASSERT_THAT(events, SizeIs(1));
  EXPECT_EQ(events[0].kind, "telemetry_lost");
  EXPECT_NE(events[0].text.find("GPU is lost"), std::string::npos);
}

TEST(Watcher, ASourceThatHangsCostsOnlyItself) {
  SystemClock clock;
  // Shared with the thread that is left behind in the source when the watcher goes.
  const auto reads = std::make_shared<std::atomic<int>>(0);
  const auto release = std::make_shared<std::atomic<bool>>(false);
  {
    auto all = sources("hung", [reads, release] {
      if ((*reads)++ > 0)
        while (!*release) std::this_thread::sleep_for(std::chrono::milliseconds(1));
      return warm();
    });
    std::atomic<int> others{0};
    all.push_back(std::make_unique<ToldSource>("other", [&] {
      ++others;
      return std::vector<Sensor>{{Subject{}, "power_w", 100}};
    }));
    Watcher watcher(std::move(all), clock, {.period_s = 0.001, .timeout_s = 0.05});
    EXPECT_TRUE(eventually([&] {
      const Telemetry telemetry = watcher.summary({}, 0, clock.now_s());
      return telemetry.lost == std::vector<std::string>{"hung: temperature_c"} && others > 50;
    }));
  }
  *release = true;
  std::this_thread::sleep_for(
      std::chrono::milliseconds(50));  // the thread ends before its clock does
}

}  // namespace
}  // namespace assay
