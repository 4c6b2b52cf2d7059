#pragma once
#include <fstream>
#include <iosfwd>
#include <string>

#include "core/clock.hpp"
#include "reports/report.hpp"
#include "reports/verdict.hpp"
#include "suites/runner/plan.hpp"

namespace assay {

/// What happens in a run, one line of JSON each, flushed as it happens. Kinds: run_started,
/// test_started, result, event, run_ended. A reader that goes away or a full disk ends the stream,
/// not the run.
class EventStream {
 public:
  enum class Open { anew, to_append };
  /// `target`: a file, "-" for `out`, "" for nowhere. Throws InputError if the file cannot be
  /// opened.
  EventStream(const std::string& target, Open how, std::ostream& out, const Clock& clock);

  void run_started(const Report& report, const std::string& path);
  void test_started(const PlannedTest& test, std::int64_t attempt);
  void result(const Result& result);
  void event(const Event& event);
  /// `verdict` is "" where nobody judged.
  void run_ended(const Report& report, const std::string& path, const std::string& verdict);

 private:
  void put(const std::string& kind, const std::string& members);
  const Clock& clock_;
  std::ofstream file_;
  std::ostream* stream_ = nullptr;
};

}  // namespace assay
