#include "suites/runner/job.hpp"

#include <gtest/gtest.h>

#include <random>

#include "core/error.hpp"
#include "tests/suites/runner/random_text.hpp"

namespace assay {
namespace {

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
  if (coin()) job.script.slow = real(random);
  if (coin()) job.script.droop = real(random);
  if (coin()) job.script.hot = real(random);
  job.script.wrong_every = random();
  for (bool Script::*member :
       {&Script::flip_bit, &Script::nan, &Script::nan_time, &Script::hang, &Script::crash,
        &Script::abort, &Script::silent, &Script::telemetry_lost})
    job.script.*member = coin();
  if (coin()) {
    job.scripted_device = ScriptedDevice{.memory_bytes = 1 << 20, .units = 3};
    if (coin()) job.scripted_device->rates.bytes_per_second = real(random);
    if (coin()) job.scripted_device->rates.flops_per_second = real(random);
    if (coin()) job.scripted_device->rates.seconds_per_call = real(random);
  }
  return job;
}

void expect_equal(const Script& a, const Script& b) {
  EXPECT_EQ(a.slow, b.slow);
  EXPECT_EQ(a.droop, b.droop);
  EXPECT_EQ(a.hot, b.hot);
  EXPECT_EQ(a.wrong_every, b.wrong_every);
  for (bool Script::*member :
       {&Script::flip_bit, &Script::nan, &Script::nan_time, &Script::hang, &Script::crash,
        &Script::abort, &Script::silent, &Script::telemetry_lost})
    EXPECT_EQ(a.*member, b.*member);
  EXPECT_EQ(a.bytes_per_second, b.bytes_per_second);
  EXPECT_EQ(a.flops_per_second, b.flops_per_second);
  EXPECT_EQ(a.seconds_per_call, b.seconds_per_call);
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
    expect_equal(got.script, sent.script);
    ASSERT_EQ(got.scripted_device.has_value(), sent.scripted_device.has_value());
    if (!sent.scripted_device) continue;
    EXPECT_EQ(got.scripted_device->memory_bytes, sent.scripted_device->memory_bytes);
    EXPECT_EQ(got.scripted_device->units, sent.scripted_device->units);
    expect_equal(got.scripted_device->rates, sent.scripted_device->rates);
  }
}

TEST(Job, RefusesAnythingElse) {
  const std::string good = encode({.test = "a.b"});
  EXPECT_NO_THROW((void)decode_job(good));
  for (const std::string& bad : {std::string(), std::string("test=a"), good + " more=1",
                                 good + " opening.x=y", good + " slow=fast", "x" + good})
    EXPECT_THROW((void)decode_job(bad), Error) << bad;
}

}  // namespace
}  // namespace assay
