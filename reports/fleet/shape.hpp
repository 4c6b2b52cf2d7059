#pragma once
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "reports/fleet/criteria.hpp"
#include "reports/fleet/stencil.hpp"
#include "reports/judge/index.hpp"

namespace assay::fleet {

/// Reports of one kind of machine and plan differ in little but numbers. A shape is cut from one
/// that judge() passed; of a report that fits it, judge() would pass exactly what passes() passes,
/// because everything else that judge() looks at is the same. docs/decisions says why that holds.
class Shape {
 public:
  /// Nothing where no shape can be cut: fabrics, and reports with repeated tests.
  /// `read` is what ReportReader read from `json` and judge() passed under `criteria`, which
  /// outlives this.
  [[nodiscard]] static std::unique_ptr<Shape> cut(std::string_view json, const ReadReport& read,
                                                  const Criteria& criteria);

  /// True only if ReportReader reads `json` and judge() passes it. False says nothing.
  [[nodiscard]] bool passes(std::string_view json);

  /// After passes(): that report, but for what no judge looks at. Its parts stay where they are in
  /// memory.
  [[nodiscard]] const Report& report() const noexcept { return report_; }
  [[nodiscard]] const Profile& profile() const noexcept { return *profile_; }

 private:
  /// A number that a limit is on.
  struct Held {
    const Limit* limit;
    const Result* result;
    const Metric* metric;               ///< nullptr: made from telemetry
    Metric made;                        ///< that one
    const double* telemetry = nullptr;  ///< its value
  };

  Shape(const ReadReport& read, const Criteria& criteria);
  void hold_numbers();
  void hold(const Limit& limit, const Result& result);
  [[nodiscard]] bool numbers_hold(const JudgeOptions& options);

  const Criteria* criteria_;
  std::shared_ptr<const Profile> profile_;
  std::size_t expected_serials_;
  Report report_;
  std::vector<Held> held_;
  std::optional<Stencil> stencil_;
  std::optional<Index> index_;
};

}  // namespace assay::fleet
