#include <gmock/gmock.h>

#include <random>

#include "core/error.hpp"
#include "suites/runner/answer.hpp"
#include "suites/runner/fields.hpp"
#include "suites/runner/job.hpp"
#include "suites/runner/line_buffer.hpp"

namespace assay {
namespace {

using testing::HasSubstr;

std::string random_text(std::mt19937& random, std::size_t most) {
  std::uniform_int_distribution<int> byte(0, 255);
  std::string text(std::uniform_int_distribution<std::size_t>(0, most)(random), '\0');
  for (char& c : text) c = static_cast<char>(byte(random));
  return text;
}

TEST(Fields, CarryAnyBytesOnOneLine) {
  std::mt19937 random(1);
  for (int round = 0; round < 500; ++round) {
    std::map<std::string, std::string> fields;
    for (int i = 0; i < 5; ++i) fields[random_text(random, 6)] = random_text(random, 20);
    const std::string line = join_fields(fields);
    EXPECT_EQ(line.find('\n'), std::string::npos);
    EXPECT_EQ(split_fields(line), fields);
  }
}

TEST(Fields, RefuseWhatTheyCannotHaveWritten) {
  for (const char* line : {"a", "a=1 ", "a=1  b=2", "a=1 a=2", "a=%", "a=%4", "a=%zz", "a=%4x"})
    EXPECT_THROW((void)split_fields(line), Error) << line;
}

TEST(Fields, NeverThrowAnythingButError) {
  std::mt19937 random(2);
  for (int round = 0; round < 5000; ++round) {
    const std::string line = random_text(random, 30);
    try {
      EXPECT_EQ(split_fields(join_fields(split_fields(line))), split_fields(line));
    } catch (const Error&) {
      continue;
    }
  }
}

TEST(LineBuffer, GivesTheSameLinesHoweverTheBytesArrive) {
  std::mt19937 random(3);
  for (int round = 0; round < 300; ++round) {
    std::vector<std::string> lines(5);
    std::string stream;
    for (std::string& line : lines) {
      line = random_text(random, 50);
      std::erase(line, '\n');
      stream += line + '\n';
    }
    LineBuffer buffer(50);
    std::vector<std::string> got;
    for (std::size_t begin = 0; begin < stream.size();) {
      const std::size_t n = std::uniform_int_distribution<std::size_t>(1, 40)(random);
      buffer.feed(std::string_view(stream).substr(begin, n));
      begin += n;
      while (const auto line = buffer.next()) got.push_back(*line);
    }
    EXPECT_EQ(got, lines);
    EXPECT_TRUE(buffer.empty());
  }
}

TEST(LineBuffer, RefusesALineThatIsTooLongWithOrWithoutItsEnd) {
  LineBuffer ended(4);
  ended.feed("12345\n");
  EXPECT_THROW((void)ended.next(), Error);
  LineBuffer endless(4);
  endless.feed("12345");
  EXPECT_THROW((void)endless.next(), Error);
  LineBuffer fits(4);
  fits.feed("1234\n");
  EXPECT_EQ(fits.next(), "1234");
}

TEST(LineBuffer, KnowsThatSomethingIsLeft) {
  LineBuffer buffer(10);
  EXPECT_TRUE(buffer.empty());
  buffer.feed("a\nb");
  EXPECT_EQ(buffer.next(), "a");
  EXPECT_FALSE(buffer.empty());
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

/// Results as their reason alone: enough to see what arrives.
ResultCodec plain_codec() {
  return {.encode = [](const Result& r) { return r.test + "/" + r.subject.id; },
          .decode =
              [](std::string_view text) {
                const auto slash = text.find('/');
                if (slash == std::string_view::npos) throw Error("not a result");
                Result result;
                result.test = text.substr(0, slash);
                result.subject.kind = "port";
                result.subject.id = text.substr(slash + 1);
                return result;
              }};
}

Answer assembled(const std::vector<std::string>& lines, bool opens = false) {
  const ResultCodec codec = plain_codec();
  AnswerReader reader("a.b", opens, codec);
  for (const std::string& line : lines)
    if (reader.take(line)) return reader.answer();
  throw Error("did not end");
}

TEST(Answer, ArrivesAsItWasSent) {
  Answer sent;
  for (const char* id : {"x", "y"}) {
    Result result;
    result.test = "a.b";
    result.subject = {.kind = "port", .id = id};
    sent.results.push_back(result);
  }
  sent.counters = {{"mlx5_0/1 symbol errors", 7}, {"b", -1}};
  sent.elapsed_s = 1.5;
  const Answer got = assembled(encode(sent, plain_codec()));
  EXPECT_EQ(got.results, sent.results);
  EXPECT_EQ(got.counters, sent.counters);
  EXPECT_EQ(got.elapsed_s, 1.5);
}

TEST(Answer, WhatCannotBeIsRefused) {
  const std::vector<std::vector<std::string>> answers{
      {"garbage"},
      {""},
      {"result"},
      {"result not a result", "end 1"},
      {"result other.test/x", "end 1"},
      {"result a.b/x", "result a.b/x", "end 1"},
      {"end 1"},
      {"result a.b/x", "end soon"},
      {"result a.b/x", "end nan"},
      {"result a.b/x", "end inf"},
      {"result a.b/x", "end -1"},
      {"counters a=1", "counters b=1"},
      {"counters a=x"},
      {"counters a"},
      {"counters a=99999999999999999999"},
      {"result a.b/x"},
  };
  for (const auto& answer : answers) EXPECT_THROW((void)assembled(answer), Error) << answer.front();
  EXPECT_THROW((void)assembled({"result a.b/x", "end 1"}, true), Error);
  EXPECT_NO_THROW((void)assembled({"counters a=1", "end 1"}, true));
}

TEST(Answer, ResultsThatContradictThemselvesAreRefused) {
  const auto refused = [](const Result& wrong) {
    ResultCodec codec;
    codec.decode = [&](std::string_view) { return wrong; };
    AnswerReader reader("a.b", false, codec);
    EXPECT_THROW((void)reader.take("result x"), Error);
  };
  Result result;
  result.test = "a.b";
  result.outcome = Outcome::failed;
  refused(result);  // without a reason
  result.outcome = Outcome::ok;
  result.defects = {{.what = "a wrong element"}};
  refused(result);  // ok, with a defect
  result.defects.clear();
  result.absent = true;
  refused(result);  // measured, on hardware that is absent
}

TEST(Answer, IsBounded) {
  const ResultCodec codec = plain_codec();
  AnswerReader reader("a.b", false, codec);
  for (std::size_t i = 0; i < kMostResults; ++i)
    ASSERT_FALSE(reader.take("result a.b/" + std::to_string(i)));
  EXPECT_THROW((void)reader.take("result a.b/more"), Error);
}

TEST(Answer, AFloodOfDefectsIsCutAndStaysADefect) {
  ResultCodec codec;
  codec.encode = [](const Result& r) { return std::string(r.defects.size() * 1000, 'x'); };
  Answer answer;
  answer.results.resize(1);
  answer.results.front().defects.resize(100'000);
  const std::vector<std::string> lines = encode(answer, codec);
  EXPECT_LT(lines.front().size(), kLongestLine);
  EXPECT_GT(lines.front().size(), 1000U);
}

}  // namespace
}  // namespace assay
