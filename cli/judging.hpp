#pragma once
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "cli/program.hpp"
#include "reports/baseline/apply.hpp"
#include "reports/fleet/criteria.hpp"
#include "reports/judge.hpp"
#include "reports/reader.hpp"
#include "reports/site.hpp"

namespace assay {

/// Options of the verbs that judge reports, as typed.
struct JudgingArguments {
  std::vector<std::string> reports;
  std::string profile = "auto", site, max_age, baseline;
};

/// Adds REPORT..., --profile, --baseline, --site and --max-age; parsing writes into `arguments`,
/// which must outlive `app`.
void add_judging_options(CLI::App& app, JudgingArguments& arguments);

/// Holds reports against what the arguments name, all of which is read when this is made.
class Judging {
 public:
  /// Throws InputError for a profile, a baseline, a site file or an age that cannot be understood.
  Judging(const JudgingArguments& arguments, Console& console);
  /// Reads a profile ahead of its use. Throws InputError where it cannot be read.
  void prepare(const std::string& profile);
  [[nodiscard]] Judgement judge(const ReadReport& report);
  /// As judge(), against the profile `profile` ("auto", a name, a file) in place of the arguments'
  /// one.
  [[nodiscard]] Judgement judge_against(const std::string& profile, const ReadReport& report);

  /// The same for reports that are judged on several threads at once; this outlives it.
  [[nodiscard]] fleet::Criteria criteria();
  /// nullptr without --baseline.
  [[nodiscard]] const Baseline* baseline() const noexcept {
    return baseline_ ? &baseline_->baseline() : nullptr;
  }
  /// nullptr without --site.
  [[nodiscard]] const Site* site() const noexcept { return site_ ? &*site_ : nullptr; }

 private:
  std::shared_ptr<const Profile> loaded(const std::string& profile);
  /// With what the baseline has learned.
  std::shared_ptr<const Profile> profile_for(const std::string& profile, const Report& report);
  [[nodiscard]] JudgeOptions options_for(const Report& report) const;

  Console& console_;
  std::string profile_;
  std::optional<Site> site_;
  std::unique_ptr<const AppliedBaseline> baseline_;  ///< none was given: null
  JudgeOptions options_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const Profile>> profiles_;  ///< as read so far
};

/// A judged report; `report` is nullptr where it could not be read.
using TakeJudged = std::function<void(const Judgement& judgement, const ReadReport* report)>;

/// Reads and judges every report behind `paths`, in order. One that cannot be read is named on
/// `console.err` and taken as a node that is `unknown`, so that it neither hides the others nor
/// goes unseen; if it is the only one, its InputError is thrown.
void judge_reports(const std::vector<std::string>& paths, Console& console,
                   const std::function<Judgement(const ReadReport&)>& judge, const TakeJudged& take,
                   Hashing hashing = Hashing::off);

/// The worst of `judgements`; `unknown` for none.
[[nodiscard]] Verdict worst(const std::vector<Judgement>& judgements);

}  // namespace assay
