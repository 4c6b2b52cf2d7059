#pragma once
#include <string>
#include <vector>

#include "reports/judge.hpp"
#include "reports/judge/select.hpp"

namespace assay {

/// How many subjects of `kind` ("gpu", "port", ...) there must be, and who says so.
struct Demand {
  std::size_t count = 0;  ///< 0: nobody knows
  std::string said_by;    ///< "8 gpus (h100.yaml:4)"
};
[[nodiscard]] Demand demanded_subjects(const std::string& kind, const Report& report,
                                       const Profile& profile, const JudgeOptions& options);

/// A subject that was not measured.
struct Missing {
  std::string subject;  ///< "gpu 5"
  std::string text;
};

/// Subjects that `limit` demands with `each` and that are not in `selection`.
[[nodiscard]] std::vector<Missing> missing_subjects(const Limit& limit, const Selection& selection,
                                                    const Report& report, const Profile& profile,
                                                    const JudgeOptions& options);

}  // namespace assay
