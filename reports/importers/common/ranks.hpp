#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "reports/importers/common/log_text.hpp"

namespace assay {

/// What a launcher put before a line.
struct RankPrefix {
  std::optional<std::int64_t> rank;  ///< absent: no launcher marked this line
  bool is_stderr = false;
  std::size_t length = 0;  ///< of the mark, in bytes
};

/// The mark of `mpirun --tag-output` at the beginning of `line`: "[1,0]<stdout>:", with the name of
/// a job or a time before the comma or the bracket, as different versions have it. The blank that
/// newer ones put behind it is taken off, too.
[[nodiscard]] RankPrefix mpirun_prefix(std::string_view line) noexcept;

/// The mark of `srun -l`: " 0: ".
[[nodiscard]] RankPrefix srun_prefix(std::string_view line) noexcept;

/// `text` as it would stand there without a launcher. Marks of srun are taken for such only if more
/// than half of the lines have one: elsewhere "0: " is text. Lines marked as stderr are left out:
/// no tool prints results there.
void strip_ranks(LogText& text);

}  // namespace assay
