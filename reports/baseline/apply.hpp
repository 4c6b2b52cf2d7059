#pragma once
#include <map>
#include <memory>
#include <string>

#include "reports/baseline/baseline.hpp"
#include "reports/judge.hpp"

namespace assay {

/// A baseline as the judge takes it.
class AppliedBaseline {
 public:
  explicit AppliedBaseline(Baseline baseline);
  AppliedBaseline(const AppliedBaseline&) = delete;
  AppliedBaseline& operator=(const AppliedBaseline&) = delete;
  ~AppliedBaseline() = default;

  /// Sets what `options` say of the baseline: `reference`, so that "97 % of baseline" can be
  /// resolved and what is over twice its baseline is implausible; or why the baseline does not
  /// serve this report's machine, which is unknown. A reference that `options` had is asked for
  /// what this one does not know. References that are handed out do not outlive this.
  void refer(const Report& report, JudgeOptions& options) const;

  /// `profile` and the learned limits for what it does not speak of on this report's machine: a
  /// metric under conditions that no demanded limit on the value selects. `profile` itself where
  /// the baseline does not serve the machine, and for reports of several nodes.
  [[nodiscard]] Profile with_learned(const Profile& profile, const Report& report) const;

  [[nodiscard]] const Baseline& baseline() const noexcept { return baseline_; }

 private:
  /// Finds the limit of a result's metric.
  using ByContent = std::map<std::string, const LearnedLimit*, std::less<>>;
  struct Kind {
    const BaselineKind* learned;
    std::shared_ptr<const ByContent> limits;  ///< shared with the references handed out
  };
  [[nodiscard]] const Kind* find(const Report& report) const;

  Baseline baseline_;
  std::map<MachineKind, Kind> kinds_;
};

}  // namespace assay
