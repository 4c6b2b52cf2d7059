#include "suites/results.hpp"

#include <algorithm>
#include <iterator>

namespace assay {

Result& Results::about(const Subject& subject) {
  const std::string wanted = label(subject);
  const auto found = std::find_if(results_.begin(), results_.end(), [&](const Result& result) {
    return label(result.subject) == wanted;
  });
  return found != results_.end() ? *found : next(subject);
}

Result& Results::next(const Subject& subject) {
  Result& made = results_.emplace_back();
  made.test = test_;
  made.subject = subject;
  return made;
}

void Results::skip(const std::string& reason) {
  Result& result = device();
  result.outcome = Outcome::skipped;
  result.reason = reason;
}

void Results::absent(const std::string& reason) {
  skip(reason);
  device().absent = true;
}

std::vector<Result> Results::take() {
  for (Result& result : results_) {
    if (result.defects.empty() || result.outcome != Outcome::ok) continue;
    result.outcome = Outcome::failed;
    result.reason = result.defects.front().what;
  }
  return {std::make_move_iterator(results_.begin()), std::make_move_iterator(results_.end())};
}

}  // namespace assay
