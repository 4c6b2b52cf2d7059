#include "cli/run/acceptance.hpp"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "reports/judge.hpp"

namespace assay {
namespace {

bool is_fine(const Result& result) { return result.outcome == Outcome::ok || result.absent; }

bool has_defect(const Result& result) {
  return result.outcome == Outcome::failed || !result.defects.empty();
}

/// The results of the last attempt of every test on every subject: those of all legs of a load.
std::vector<const Result*> last_attempts(const Report& report) {
  std::map<std::pair<std::string, std::string>, std::int64_t> last;
  for (const Result& result : report.results) {
    std::int64_t& attempt = last[{result.test, label(result.subject)}];
    attempt = std::max(attempt, result.attempt);
  }
  std::vector<const Result*> results;
  for (const Result& result : report.results)
    if (result.attempt == last.at({result.test, label(result.subject)})) results.push_back(&result);
  return results;
}

}  // namespace

Acceptance::Acceptance(const std::string& profile, const Node& node, const SiteHost* host) {
  if (host != nullptr) {
    serial_ = host->serial;
    gpu_serials_ = host->gpu_serials;
  }
  if (profile == "none") return;
  profile_ = load_profile(profile == "auto" ? matching_profile(node) : profile);
}

std::optional<double> Acceptance::power_limit_w() const {
  if (!profile_) return std::nullopt;
  for (const Expectation& one : profile_->expectations)
    if (one.key == "power_limit" && one.comparison == Comparison::equal) return one.number;
  return std::nullopt;
}

Judgement Acceptance::judge(const Report& report, const std::filesystem::path& path,
                            double now_wall_s) const {
  JudgeOptions options;
  options.now_wall_s = now_wall_s;
  options.expected_serial = serial_;
  options.expected_serials = gpu_serials_;
  ReadReport read;
  read.report = report;
  read.source = path.string();
  return assay::judge(read, profile_.value(), options);
}

std::set<std::string> failed_tests(const Judgement& judgement) {
  std::set<std::string> tests;
  for (const Reason& reason : judgement.reasons)
    if (reason.verdict == Verdict::fail && !reason.test.empty()) tests.insert(reason.test);
  return tests;
}

ExitCode unjudged(const Report& report) {
  // Repeating a test does not take back a wrong answer.
  if (std::any_of(report.results.begin(), report.results.end(), has_defect)) return ExitCode::fail;
  const std::vector<const Result*> last = last_attempts(report);
  const bool all_fine =
      std::all_of(last.begin(), last.end(), [](const Result* result) { return is_fine(*result); });
  return report.run.complete && !last.empty() && all_fine ? ExitCode::pass : ExitCode::unknown;
}

}  // namespace assay
