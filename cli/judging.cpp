#include "cli/judging.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <ostream>

#include "cli/values.hpp"
#include "core/clock.hpp"
#include "core/error.hpp"
#include "reports/catalogue/make_reason.hpp"
#include "reports/reader.hpp"
#include "reports/render/plain.hpp"

namespace assay {
namespace {

Judgement unreadable(const std::string& source, const InputError& error) {
  return {.node = source,
          .report = source,
          .verdict = Verdict::unknown,
          .reasons = {make_reason("unreadable-report",
                                  "the report cannot be read: " + std::string(error.what()))}};
}

/// Reads what there is; what cannot be read is kept until it is known whether there was anything
/// else.
class Intake {
 public:
  Intake(Console& console, const std::function<Judgement(const ReadReport&)>& judge,
         const TakeJudged& take, Hashing hashing)
      : console_(console), judge_(judge), take_(take), hashing_(hashing) {}

  void read(const std::string& path) {
    const auto broken = [&](const std::string& source, const InputError& error) {
      refuse(source, error);
    };
    try {
      read_reports(
          path,
          [&](const ReadReport& report) {
            settle();
            ++n_;
            take_(judge_(report), &report);
          },
          broken, hashing_);
    } catch (const InputError& error) {
      refuse(path, error);
    }
  }

  /// The first broken report is thrown if nothing else was read.
  void finish() {
    if (first_ && n_ == 1) throw InputError(*first_);
    settle();
  }

 private:
  void refuse(const std::string& source, const InputError& error) {
    settle();
    ++n_;
    source_ = source;
    first_.emplace(error);
    if (n_ > 1) settle();
  }

  void settle() {
    if (!first_) return;
    console_.err << "assay: " << plain(first_->what()) << '\n';
    take_(unreadable(source_, *first_), nullptr);
    first_.reset();
  }

  Console& console_;
  const std::function<Judgement(const ReadReport&)>& judge_;
  const TakeJudged& take_;
  Hashing hashing_;
  std::size_t n_ = 0;
  std::string source_;
  std::optional<InputError> first_;
};

}  // namespace

void add_judging_options(CLI::App& app, JudgingArguments& arguments) {
  app.add_option("REPORT", arguments.reports)->required();
  app.add_option("--profile", arguments.profile);
  app.add_option("--baseline", arguments.baseline);
  app.add_option("--site", arguments.site);
  app.add_option("--max-age", arguments.max_age);
}

Judging::Judging(const JudgingArguments& arguments, Console& console)
    : console_(console), profile_(arguments.profile) {
  options_.now_wall_s = SystemClock().wall_s();
  if (!arguments.max_age.empty())
    options_.max_age_s = parse_duration("--max-age", arguments.max_age);
  if (!arguments.site.empty()) site_ = load_site(arguments.site);
  if (!arguments.baseline.empty())
    baseline_ = std::make_unique<const AppliedBaseline>(load_baseline(arguments.baseline));
  prepare(profile_);
}

void Judging::prepare(const std::string& profile) {
  if (profile != "auto") (void)loaded(profile);
}

std::shared_ptr<const Profile> Judging::loaded(const std::string& profile) {
  const std::scoped_lock lock(mutex_);
  std::shared_ptr<const Profile>& found = profiles_[profile];
  if (found != nullptr) return found;
  Profile read;
  read.name = "none";
  if (profile != "none") read = load_profile(profile);
  return found = std::make_shared<const Profile>(std::move(read));
}

JudgeOptions Judging::options_for(const Report& report) const {
  JudgeOptions options = options_;
  if (baseline_) baseline_->refer(report, options);
  const SiteHost* host = site_ ? site_->find(report.node.hostname) : nullptr;
  if (host == nullptr) return options;
  options.expected_serial = host->serial;
  options.expected_serials = host->gpu_serials;
  return options;
}

Judgement Judging::judge(const ReadReport& report) { return judge_against(profile_, report); }

Judgement Judging::judge_against(const std::string& profile, const ReadReport& report) {
  const Node& node = report.report.node;
  if (site_ && site_->find(node.hostname) == nullptr && !console_.quiet)
    console_.err << "assay: " << plain(node.hostname) << " is not in the site file\n";
  return assay::judge(report, *profile_for(profile, report.report), options_for(report.report));
}

std::shared_ptr<const Profile> Judging::profile_for(const std::string& profile,
                                                    const Report& report) {
  auto named = loaded(profile == "auto" ? matching_profile(report.node) : profile);
  if (!baseline_) return named;
  return std::make_shared<const Profile>(baseline_->with_learned(*named, report));
}

fleet::Criteria Judging::criteria() {
  return {.profile = [this](const Report& report) { return profile_for(profile_, report); },
          .options = [this](const Report& report) { return options_for(report); }};
}

void judge_reports(const std::vector<std::string>& paths, Console& console,
                   const std::function<Judgement(const ReadReport&)>& judge, const TakeJudged& take,
                   Hashing hashing) {
  Intake intake(console, judge, take, hashing);
  for (const std::string& path : paths) intake.read(path);
  intake.finish();
}

Verdict worst(const std::vector<Judgement>& judgements) {
  if (judgements.empty()) return Verdict::unknown;
  return std::max_element(
             judgements.begin(), judgements.end(),
             [](const Judgement& a, const Judgement& b) { return a.verdict < b.verdict; })
      ->verdict;
}

}  // namespace assay
