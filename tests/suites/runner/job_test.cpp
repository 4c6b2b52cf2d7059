#include "suites/runner/job.hpp"

#include <gtest/gtest.h>

#include <array>
#include <random>

#include "core/error.hpp"
#include "tests/suites/runner/random_text.hpp"

namespace assay {
namespace {

constexpr std::array kSwitches{
    &Script::flip_bit,  &Script::nan,      &Script::nan_time, &Script::hang,
    &Script::crash,     &Script::abort,    &Script::silent,   &Script::telemetry_lost,
    &Script::stuck_bit, &Script::nan_gemm, &Script::off_bus,  &Script::gone};
constexpr std::array kRates{&Script::bytes_per_second, &Script::flops_per_second,
                            &Script::seconds_per_call, &Script::link_bytes_per_second};

Script random_script(std::mt19937& random) {
  std::uniform_real_distribution<> real(1e-9, 1e12);
  const auto coin = [&] { return std::bernoulli_distribution(0.5)(random); };
  Script script;
  for (std::optional<double> Script::*member :
       {&Script::slow, &Script::droop, &Script::hot, &Script::slow_link})
    if (coin()) script.*member = real(random);
  if (coin()) script.wrong_unit = static_cast<std::int64_t>(random());
  if (coin()) script.slow_unit = {static_cast<std::int64_t>(random()), real(random)};
  script.wrong_every = random();
  for (bool Script::*member : kSwitches) script.*member = coin();
  return script;
}

Target random_target(std::mt19937& random) {
  std::uniform_real_distribution<> real(1e-9, 1e12);
  const auto coin = [&] { return std::bernoulli_distribution(0.5)(random); };
  Target target;
  target.subject.kind = coin() ? "gpu" : "node";
  if (coin()) target.subject.index = static_cast<std::int64_t>(random() % 9);
  target.subject.uuid = random_text(random, 12);
  target.subject.serial = random_text(random, 12);
  target.script = random_script(random);
  if (!coin()) return target;
  target.scripted = ScriptedDevice{
      .name = random_text(random, 9), .memory_bytes = 1 << 20, .units = 3, .test_bytes = 77};
  for (std::optional<double> Script::*member : kRates)
    if (coin()) target.scripted->rates.*member = real(random);
  return target;
}

Job random_job(std::mt19937& random) {
  std::uniform_real_distribution<> real(1e-9, 1e12);
  const auto coin = [&] { return std::bernoulli_distribution(0.5)(random); };
  Job job;
  job.test = random_text(random, 20);
  job.opens = coin();
  job.level = Level::burnin;
  job.seconds = real(random);
  job.seed = (std::uint64_t{random()} << 32) | random();
  job.data = DataKind::zeros;
  job.bytes = static_cast<std::int64_t>(random());
  job.run_started_wall_s = real(random);
  job.opened_s = coin() ? real(random) : 0;
  for (int i = 0; i < 4; ++i)
    job.opening[random_text(random, 12)] = static_cast<std::int64_t>(random()) - (1LL << 31);
  if (coin())
    job.sweep = SweepBounds{.from_bytes = 1 + static_cast<std::int64_t>(random() % 100),
                            .to_bytes = static_cast<std::int64_t>(random()) + 200,
                            .types = {ElementType::int8, ElementType::fp64},
                            .reductions = {Reduction::product}};
  if (coin()) job.stint = Stint{real(random), real(random), real(random), random_text(random, 9)};
  job.targets.clear();
  for (std::size_t n = random() % 10; n > 0; --n) job.targets.push_back(random_target(random));
  return job;
}

void expect_equal(const Script& a, const Script& b) {
  for (std::optional<double> Script::*member :
       {&Script::slow, &Script::droop, &Script::hot, &Script::slow_link})
    EXPECT_EQ(a.*member, b.*member);
  EXPECT_EQ(a.wrong_every, b.wrong_every);
  EXPECT_EQ(a.wrong_unit, b.wrong_unit);
  EXPECT_EQ(a.slow_unit, b.slow_unit);
  for (bool Script::*member : kSwitches) EXPECT_EQ(a.*member, b.*member);
  for (std::optional<double> Script::*member : kRates) EXPECT_EQ(a.*member, b.*member);
}

void expect_equal(const Target& a, const Target& b) {
  EXPECT_EQ(a.subject, b.subject);
  expect_equal(a.script, b.script);
  ASSERT_EQ(a.scripted.has_value(), b.scripted.has_value());
  if (!a.scripted) return;
  EXPECT_EQ(a.scripted->name, b.scripted->name);
  EXPECT_EQ(a.scripted->memory_bytes, b.scripted->memory_bytes);
  EXPECT_EQ(a.scripted->units, b.scripted->units);
  EXPECT_EQ(a.scripted->test_bytes, b.scripted->test_bytes);
  expect_equal(a.scripted->rates, b.scripted->rates);
}

TEST(Job, ArrivesAsItWasSent) {
  std::mt19937 random(4);
  for (int round = 0; round < 300; ++round) {
    const Job sent = random_job(random);
    const Job got = decode_job(encode(sent));
    EXPECT_EQ(got.test, sent.test);
    EXPECT_EQ(got.opens, sent.opens);
    EXPECT_EQ(got.level, sent.level);
    EXPECT_EQ(got.seconds, sent.seconds);
    EXPECT_EQ(got.seed, sent.seed);
    EXPECT_EQ(got.data, sent.data);
    EXPECT_EQ(got.bytes, sent.bytes);
    EXPECT_EQ(got.run_started_wall_s, sent.run_started_wall_s);
    EXPECT_EQ(got.opened_s, sent.opened_s);
    EXPECT_EQ(got.opening, sent.opening);
    EXPECT_EQ(got.stint, sent.stint);
    EXPECT_EQ(got.sweep, sent.sweep);
    ASSERT_EQ(got.targets.size(), sent.targets.size());
    for (std::size_t i = 0; i < sent.targets.size(); ++i)
      expect_equal(got.targets[i], sent.targets[i]);
  }
}

TEST(Job, RefusesAnythingElse) {
  const std::string good = encode({.test = "a.b"});
  EXPECT_NO_THROW((void)decode_job(good));
  for (const std::string& bad :
       {std::string(), std::string("test=a"), good + " more=1", good + " opening.x=y",
        good + " target0.slow=fast", good + " stint_from=1", good + " stint_of=1",
        good + " target1.slow=1", good + " slow=1", "x" + good})
    EXPECT_THROW((void)decode_job(bad), Error) << bad;
}

}  // namespace
}  // namespace assay
