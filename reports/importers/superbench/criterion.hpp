#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// What stands on the left of a documented SuperBench criterion.
enum class CriterionSubject {
  value,       ///< `lambda x: x < n`: one number
  violations,  ///< `lambda label: label["a"] + label["b"] >= n`: violations counted by rules
  spread       ///< `lambda label: min(label["a"].values()) / max(label["a"].values()) < n`
};

enum class CriterionOp { less, at_most, more, at_least, equal, unequal };
/// "<", "<=", ">", ">=", "==" or "!=".
[[nodiscard]] std::string_view symbol(CriterionOp op) noexcept;
/// The op that holds exactly where `op` does not: what a rule demands, where `op` says what
/// violates it.
[[nodiscard]] CriterionOp opposite(CriterionOp op) noexcept;

/// A condition under which a rule is violated.
struct Criterion {
  CriterionSubject subject = CriterionSubject::value;
  std::vector<std::string> rules;  ///< that `label[...]` names; empty for `value`
  CriterionOp op = CriterionOp::less;
  double number = 0;
  /// `lambda x: False`: no number violates it; only what is absent does.
  bool never = false;

  /// Is `x op number`? False for NaN: whoever holds a number against this looks for that first.
  [[nodiscard]] bool violated_by(double x) const noexcept;
  friend bool operator==(const Criterion&, const Criterion&) = default;
};

/// Reads `lambda NAME: NAME OP NUMBER`, `lambda NAME: False`, and for rules about rules the sum and
/// the spread above, bare, within `bool(...)`, or as `True if ... else False`. Nothing is
/// evaluated: any other text, as everything else that Python could run, is nothing.
[[nodiscard]] std::optional<Criterion> parse_criterion(std::string_view text);

}  // namespace assay
