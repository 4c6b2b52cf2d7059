#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <thread>

#include "burnin/watcher.hpp"
#include "cli/run/devices.hpp"
#include "reports/judge.hpp"
#include "reports/writer.hpp"
#include "suites/runner/serve.hpp"
#include "suites/runner/telemetry_faults.hpp"

// A fault in the device must come out as the right verdict, through everything that lies between:
// the test, the report as text, the reader and the judge. Generated for every file below suites/:
// none names a test.

namespace assay {
namespace {

/// A sensor of a machine that is well.
class CoolSensor final : public TelemetrySource {
 public:
  explicit CoolSensor(std::shared_ptr<std::atomic<int>> reads) : reads_(std::move(reads)) {}
  std::string name() const override { return "sensor"; }
  std::vector<Sensor> read() override {
    ++*reads_;
    return {{Subject{}, "temperature_c", 50},
            {{.kind = "gpu", .index = 0}, "temperature_c", 50},
            {{.kind = "gpu", .index = 1}, "temperature_c", 50}};
  }

 private:
  std::shared_ptr<std::atomic<int>> reads_;
};

std::vector<Result> carry_out_watched(const std::string& id, const Script& script) {
  static const HostFiles files;
  SystemClock wall;
  const Backend backend = std::move(backends().front());
  Job job{.test = id, .seconds = 0.25, .bytes = std::int64_t{192} << 10};
  Target& target = job.targets.front();
  target.subject = {.kind = "gpu", .index = 0};  // on which every test can be carried out
  target.script = script;
  target.scripted.emplace();
  target.scripted->rates.bytes_per_second = 1e8;
  target.scripted->rates.flops_per_second = 5e8;

  if (const auto* test = backend.registry.find(id); test->spec.whole_node) {
    job.targets.push_back(job.targets.front());
    job.targets.back().subject.index = 1;
  }

  const auto faults = std::make_shared<TelemetryFaults>();
  std::vector<std::unique_ptr<TelemetrySource>> sources;
  const auto reads = std::make_shared<std::atomic<int>>(0);
  sources.push_back(with_faults(std::make_unique<CoolSensor>(reads), faults));
  Watcher watcher(std::move(sources), wall, {.period_s = 0.001});
  faults->set(script);
  const double from_s = wall.now_s();
  const int reads_before = *reads;
  SimulatedClock clock(wall.wall_s());
  Answer answer = carry_out(job, backend, files, clock);
  // The work is done in no time on the simulated clock: the watcher gets the time to look, too.
  // Once a second reading has begun the first one that knew of the faults is in its log.
  for (int i = 0; i < 20000 && *reads < reads_before + 2; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  for (Result& result : answer.results)
    result.telemetry = watcher.summary(result.subject, from_s, wall.now_s());
  return answer.results;
}

/// The report of a run of one test, as another program would find it on the disk.
ReadReport reported(const std::string& id, std::vector<Result> results) {
  Report report;
  report.run.id = "8c0e2d3a-54f1-4f0e-9a43-0c3c8f0b9d11";
  report.run.started = "2026-11-21T19:00:00Z";
  report.run.ended = "2026-11-21T19:01:00Z";
  report.run.complete = true;
  report.run.planned = {id};
  report.run.tool = {"assay", "0.1.0", "abc", "test"};
  report.node.hostname = "node-0001";
  report.results = std::move(results);
  return {read_report(to_json(report), "report.json"), "report.json", ""};
}

Threshold at(double value, Unit unit) {
  return {.value = value, .of = Threshold::Of::absolute, .unit = unit, .text = "as a healthy one"};
}

/// Demands of the test's first metric three quarters of what a healthy device reached, no droop,
/// and, where it is `watched`, that it stays cool.
Profile profile_for(const Metric& healthy, const std::string& id, bool watched) {
  const bool higher = healthy.better == Better::higher;
  Limit speed{.test = id, .metric = healthy.name, .at = "test:1"};
  Limit droop{.test = id, .metric = healthy.name, .statistic = "droop", .at = "test:2"};
  Limit cool{.test = id, .metric = "telemetry.temperature_c.max", .at = "test:3"};
  (higher ? speed.at_least : speed.at_most) =
      at(*healthy.value * (higher ? 0.75 : 1.33), healthy.unit);
  (higher ? droop.at_least : droop.at_most) = at(higher ? 0.9 : 1.1, Unit::ratio);
  cool.at_most = at(90, Unit::celsius);
  Profile profile{.name = "test"};
  if (healthy.samples) profile.limits = {speed, droop};
  if (watched) profile.limits.push_back(cool);
  return profile;
}

Judgement judgement_of(const std::string& id, const Script& script, const Profile& profile) {
  return judge(reported(id, carry_out_watched(id, script)), profile, {.now_wall_s = 1795287720});
}

std::string told(const Judgement& judgement) {
  std::string text(name(judgement.verdict));
  for (const Reason& reason : judgement.reasons) text += "\n  " + reason.id + ": " + reason.text;
  return text;
}

class EveryVerdict : public testing::TestWithParam<Test> {
 protected:
  /// The test's first metric on a healthy device; skips where this machine has not what the test is
  /// about.
  void SetUp() override {
    const std::vector<Result> results = carry_out_watched(GetParam().id, {});
    for (const Result& result : results)
      for (const Metric& metric : result.metrics)
        if (metric.value && result.outcome == Outcome::ok && healthy_.name.empty() &&
            (!GetParam().spec.timed || metric.name == GetParam().spec.metrics.front().name)) {
          healthy_ = metric;
          watched_ = result.subject.kind != "link";  // no sensor is a link's
        }
    if (healthy_.name.empty()) GTEST_SKIP() << "nothing here to measure: " << results.at(0).reason;
    profile_ = profile_for(healthy_, GetParam().id, watched_);
  }
  void expect(Verdict verdict, const Script& script) const {
    const Judgement judgement = judgement_of(GetParam().id, script, profile_);
    EXPECT_EQ(name(judgement.verdict), name(verdict)) << told(judgement);
  }
  Metric healthy_;
  bool watched_ = false;
  Profile profile_;
};

TEST_P(EveryVerdict, HealthyPasses) {
  const Judgement judgement = judgement_of(GetParam().id, {}, profile_);
  // A device whose times are computed may never settle by the rule that is meant for real ones: a
  // warning.
  EXPECT_LE(judgement.verdict, Verdict::warn) << told(judgement);
}

TEST_P(EveryVerdict, HotFails) {
  if (!watched_) GTEST_SKIP() << "no sensor is a link's";
  expect(Verdict::fail, {.hot = 99});
}
TEST_P(EveryVerdict, LostTelemetryIsUnknown) { expect(Verdict::unknown, {.telemetry_lost = true}); }

class TimedVerdict : public EveryVerdict {};
TEST_P(TimedVerdict, SlowFails) { expect(Verdict::fail, {.slow = 0.5}); }
TEST_P(TimedVerdict, DroopingFails) { expect(Verdict::fail, {.droop = 0.5}); }
TEST_P(TimedVerdict, ATimerWithoutAnAnswerIsUnknown) {
  expect(Verdict::unknown, {.nan_time = true});
}

class VerifiedVerdict : public EveryVerdict {};
TEST_P(VerifiedVerdict, AFlippedBitFails) { expect(Verdict::fail, {.flip_bit = true}); }
TEST_P(VerifiedVerdict, AWrongAnswerFails) { expect(Verdict::fail, {.wrong_every = 1}); }
TEST_P(VerifiedVerdict, NanFails) { expect(Verdict::fail, {.nan = true}); }

std::vector<Test> selected(bool (*wanted)(const Test&)) {
  std::vector<Test> tests;
  const Backend backend = std::move(backends().front());
  for (const Test& test : backend.registry.tests())
    if (wanted(test)) tests.push_back(test);
  return tests;
}

std::string case_name(const testing::TestParamInfo<Test>& parameter) {
  std::string text = parameter.param.id;
  std::replace(text.begin(), text.end(), '.', '_');
  return text;
}

INSTANTIATE_TEST_SUITE_P(Host, EveryVerdict,
                         testing::ValuesIn(selected([](const Test&) { return true; })), case_name);
INSTANTIATE_TEST_SUITE_P(Host, TimedVerdict, testing::ValuesIn(selected([](const Test& test) {
                           return test.spec.timed;
                         })),
                         case_name);
INSTANTIATE_TEST_SUITE_P(Host, VerifiedVerdict, testing::ValuesIn(selected([](const Test& test) {
                           return test.spec.verified;
                         })),
                         case_name);

}  // namespace
}  // namespace assay
