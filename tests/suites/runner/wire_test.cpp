#include <gmock/gmock.h>

#include <random>

#include "core/error.hpp"
#include "suites/runner/answer.hpp"
#include "suites/runner/fields.hpp"
#include "suites/runner/line_buffer.hpp"
#include "tests/suites/runner/random_text.hpp"

namespace assay {
namespace {

using testing::HasSubstr;

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
  AnswerReader reader({.test = "a.b", .opens = opens}, codec);
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
    AnswerReader reader({.test = "a.b"}, codec);
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

TEST(Answer, AWorkerHasNothingToSayOfAnotherGpu) {
  const auto accepted = [](const Subject& own, const Subject& said) {
    ResultCodec codec;
    codec.decode = [&](std::string_view) { return Result{.test = "a.b", .subject = said}; };
    AnswerReader reader({.test = "a.b", .targets = {{.subject = own}}}, codec);
    try {
      return !reader.take("result x");
    } catch (const Error&) {
      return false;
    }
  };
  const Subject third{.kind = "gpu", .index = 3};
  const Subject fifth{.kind = "gpu", .index = 5};
  EXPECT_TRUE(accepted(third, third));
  EXPECT_FALSE(accepted(third, fifth));
  EXPECT_TRUE(accepted(third, {.kind = "link", .from = "host", .to = "gpu3"}));
  EXPECT_TRUE(accepted({}, fifth)) << "a worker of the node sees all of them";
}

TEST(Answer, IsBounded) {
  const ResultCodec codec = plain_codec();
  AnswerReader reader({.test = "a.b"}, codec);
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
  EXPECT_LE(lines.front().size(), kLongestResult + 100);
  EXPECT_LT(kLongestResult + 100, kLongestLine);
  EXPECT_GT(lines.front().size(), 1000U);
}

}  // namespace
}  // namespace assay
