#pragma once
#include "reports/verdict.hpp"

namespace assay {

/// What every verb ends with; scripts rely on these numbers.
enum class ExitCode { pass = 0, fail = 1, unknown = 2, usage = 3, internal = 4 };

/// Pass and warn end with 0.
[[nodiscard]] constexpr ExitCode exit_code(Verdict verdict) noexcept {
  switch (verdict) {
    case Verdict::pass:
    case Verdict::warn:
      return ExitCode::pass;
    case Verdict::fail:
      return ExitCode::fail;
    case Verdict::unknown:
      break;
  }
  return ExitCode::unknown;
}

}  // namespace assay
