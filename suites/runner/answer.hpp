#pragma once
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/facts.hpp"
#include "suites/counters.hpp"
#include "suites/runner/job.hpp"

namespace assay {

/// How results travel as text, one line each. Suites know no JSON: whoever starts the runner says
/// how.
struct ResultCodec {
  std::function<std::string(const Result&)> encode;
  std::function<Result(std::string_view)>
      decode;  ///< throws for anything that encode cannot have written
};

/// What a worker answers to one job.
struct Answer {
  std::vector<Result> results;  ///< at least one, unless the job only opened
  CounterReadings counters;
  double elapsed_s = 0;  ///< that the test itself took
};

/// Bounds on what a worker may say about one job. The longest line is what 12,500 nodes say of
/// themselves; a result that was measured takes far less.
inline constexpr std::size_t kLongestLine = std::size_t{64} << 20;
inline constexpr std::size_t kLongestResult = std::size_t{2} << 20;
inline constexpr std::size_t kMostResults = 4096, kMostCounters = 65536;

/// The lines of an answer. The last one ends it.
[[nodiscard]] std::vector<std::string> encode(const Answer& answer, const ResultCodec& codec);

/// Puts an answer together from lines that a worker sent. The worker may have gone mad: nothing
/// that it says is believed unchecked.
class AnswerReader {
 public:
  /// `job` is what was asked for. A worker with one GPU has nothing to say of another.
  AnswerReader(const Job& job, const ResultCodec& codec);
  /// True when this line ended the answer. Throws Error saying what is wrong with the line.
  [[nodiscard]] bool take(const std::string& line);
  [[nodiscard]] Answer& answer() noexcept { return answer_; }

 private:
  void take_result(std::string_view text);
  void take_counters(std::string_view text);
  void take_end(std::string_view text);
  std::string test_;
  bool opens_;
  std::string gpu_;  ///< label of the one GPU it may speak of; "" = any subject
  const ResultCodec& codec_;
  Answer answer_;
  std::set<std::pair<std::string, ResultParams>> configurations_;  ///< and on what
};

}  // namespace assay
