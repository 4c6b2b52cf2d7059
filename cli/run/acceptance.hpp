#pragma once
#include <filesystem>
#include <optional>
#include <set>
#include <string>

#include "cli/exit_code.hpp"
#include "reports/profile.hpp"
#include "reports/report.hpp"
#include "reports/site.hpp"
#include "reports/verdict.hpp"

namespace assay {

/// What the run is held against once it is over, read before it begins so that a mistake in it
/// costs nothing.
class Acceptance {
 public:
  /// `profile`: auto (the shipped one that fits the node), a name, a file, or none. `host`: the
  /// node's entry in the site file, nullptr if there is none. Throws InputError as load_profile().
  Acceptance(const std::string& profile, const Node& node, const SiteHost* host);
  [[nodiscard]] bool judges() const noexcept { return profile_.has_value(); }
  /// The power limit that every GPU is meant to have; nothing where the profile does not name one.
  [[nodiscard]] std::optional<double> power_limit_w() const;
  /// To be called only if judges().
  [[nodiscard]] Judgement judge(const Report& report, const std::filesystem::path& path,
                                double now_wall_s) const;

 private:
  std::optional<Profile> profile_;
  std::string serial_;
  std::vector<std::string> gpu_serials_;
};

/// Tests of which a limit, or the answer itself, failed.
[[nodiscard]] std::set<std::string> failed_tests(const Judgement& judgement);

/// How a run ends that nobody judges: pass if every result is ok or about absent hardware, fail if
/// there is a defect in any attempt, else unknown. Of a test that was repeated the last attempt
/// counts, with all legs that it was played in.
[[nodiscard]] ExitCode unjudged(const Report& report);

}  // namespace assay
