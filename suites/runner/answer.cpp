#include "suites/runner/answer.hpp"

#include <charconv>
#include <cmath>

#include "core/error.hpp"
#include "suites/runner/fields.hpp"

namespace assay {
namespace {

constexpr std::string_view kResult = "result ";
constexpr std::string_view kCounters = "counters ";
constexpr std::string_view kEnd = "end ";

template <class T>
T number_of(std::string_view text) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size())
    throw Error("no number: \"" + std::string(text.substr(0, 40)) + "\"");
  return value;
}

/// A result with more defects than anybody reads keeps as many as fit: it stays failed.
std::string fitting(Result result, const ResultCodec& codec) {
  std::string text = codec.encode(result);
  while (text.size() > kLongestResult && !result.defects.empty()) {
    result.defects.resize(result.defects.size() / 2);
    result.facts["defects_left_out"] = "more than a report holds";
    text = codec.encode(result);
  }
  return text;
}

}  // namespace

std::vector<std::string> encode(const Answer& answer, const ResultCodec& codec) {
  std::vector<std::string> lines;
  lines.reserve(answer.results.size() + 2);
  for (const Result& result : answer.results)
    lines.push_back(std::string(kResult) + fitting(result, codec));
  if (!answer.counters.empty()) {
    std::map<std::string, std::string> fields;
    for (const auto& [name, value] : answer.counters) fields[name] = std::to_string(value);
    lines.push_back(std::string(kCounters) + join_fields(fields));
  }
  lines.push_back(std::string(kEnd) + std::to_string(answer.elapsed_s));
  return lines;
}

AnswerReader::AnswerReader(const Job& job, const ResultCodec& codec)
    : test_(job.test), opens_(job.opens), codec_(codec) {
  if (job.targets.size() == 1 && job.targets.front().subject.kind == "gpu")
    gpu_ = label(job.targets.front().subject);
}

bool AnswerReader::take(const std::string& line) {
  const std::string_view text = line;
  if (text.starts_with(kResult)) {
    take_result(text.substr(kResult.size()));
  } else if (text.starts_with(kCounters)) {
    take_counters(text.substr(kCounters.size()));
  } else if (text.starts_with(kEnd)) {
    take_end(text.substr(kEnd.size()));
    return true;
  } else {
    throw Error("a line that is no answer: \"" + escaped(text.substr(0, 60)) + "\"");
  }
  return false;
}

void AnswerReader::take_result(std::string_view text) {
  if (opens_) throw Error("a result where only counters were asked for");
  if (answer_.results.size() == kMostResults)
    throw Error("more than " + std::to_string(kMostResults) + " results");
  Result result = codec_.decode(text);
  if (result.test != test_) throw Error("a result of another test, " + escaped(result.test));
  if (result.outcome != Outcome::ok && result.reason.empty())
    throw Error("a result that is " + std::string(name(result.outcome)) + " without a reason");
  if (result.outcome == Outcome::ok && !result.defects.empty())
    throw Error("a result that is ok and has defects");
  if (result.absent && result.outcome != Outcome::skipped)
    throw Error("a result on hardware that it says is absent");
  if (!gpu_.empty() && result.subject.kind == "gpu" && label(result.subject) != gpu_)
    throw Error("a result on " + label(result.subject) + ", which is not its own");
  if (!configurations_.emplace(label(result.subject), result.params).second)
    throw Error("two results on " + label(result.subject));
  answer_.results.push_back(std::move(result));
}

void AnswerReader::take_counters(std::string_view text) {
  if (!answer_.counters.empty()) throw Error("counters twice");
  const auto fields = split_fields(text);
  if (fields.size() > kMostCounters) throw Error("too many counters");
  for (const auto& [name, value] : fields) answer_.counters[name] = number_of<std::int64_t>(value);
}

void AnswerReader::take_end(std::string_view text) {
  answer_.elapsed_s = number_of<double>(text);
  if (!std::isfinite(answer_.elapsed_s) || answer_.elapsed_s < 0)
    throw Error("a time that cannot be");
  if (!opens_ && answer_.results.empty()) throw Error("an answer without a result");
}

}  // namespace assay
