#include "cli/run/gravest.hpp"

#include <algorithm>

namespace assay {
namespace {

/// How much one line about a test should be about this result: a wrong answer before everything
/// else, hardware that is not there last.
int weight(const Result& result) {
  switch (result.outcome) {
    case Outcome::failed:
      return 4;
    case Outcome::error:
      return 3;
    case Outcome::skipped:
      return result.absent ? 0 : 2;
    case Outcome::ok:
      break;
  }
  return 1;
}

}  // namespace

std::string with_device(const Result& result) {
  if (result.reason.empty() || result.subject.kind != "gpu") return result.reason;
  return label(result.subject) + ": " + result.reason;
}

const Result& gravest(const std::vector<Result>& results) {
  return *std::max_element(results.begin(), results.end(),
                           [](const Result& a, const Result& b) { return weight(a) < weight(b); });
}

}  // namespace assay
