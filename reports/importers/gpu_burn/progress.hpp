#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay::gpu_burn {

/// What one GPU shows in one line of progress.
struct Share {
  std::int64_t products = 0;  ///< so far; -1 of a process that died
  double flops = 0;           ///< FLOP/s since the line before
  std::int64_t errors = 0;    ///< wrong elements since the last summary
  bool died = false;
  std::optional<double> celsius;
};

/// "50.0%  proc'd: 636 (2085 Gflop/s)   errors: 0   temps: 64 C"
struct Progress {
  double percent = 0;
  std::vector<Share> shares;  ///< one a GPU
};

/// All that stand in one line: the tool writes them over each other, and a log may have lost the
/// carriage returns between. `why` says what is wrong with the last of them, if it cannot be read.
[[nodiscard]] std::vector<Progress> progress_in(std::string_view line, std::string& why);

}  // namespace assay::gpu_burn
