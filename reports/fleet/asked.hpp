#pragma once
#include <set>
#include <string>
#include <string_view>

#include "reports/judge.hpp"

namespace assay::fleet {

/// What judge() may look at, besides numbers under limits, when it holds a report against one
/// profile. Everything else may differ between two reports of one verdict.
class Asked {
 public:
  Asked(const Profile& profile, const JudgeOptions& options);

  /// May a limit, an expectation or a statement of absence be about this fact?
  [[nodiscard]] bool fact(std::string_view key) const;
  /// May the value of that metric answer an expectation?
  [[nodiscard]] bool expected_metric(std::string_view name) const;
  /// May a limit be chosen, or a figure be derived, by this parameter of the test?
  [[nodiscard]] bool param(std::string_view test, std::string_view key) const;
  [[nodiscard]] bool host_memory() const noexcept { return host_memory_; }

 private:
  using Names = std::set<std::string, std::less<>>;
  Names facts_, metrics_, params_;
  bool host_memory_ = false, references_ = false;
};

}  // namespace assay::fleet
