#pragma once
#include <string>
#include <string_view>

namespace assay {

/// docs/cli.md, compiled in.
[[nodiscard]] std::string_view manual() noexcept;

/// What `assay --help` prints: the manual up to its first verb section.
[[nodiscard]] std::string overview();

/// What `assay NAME --help` prints: the manual's section "## assay NAME". Throws Error if there is
/// none.
[[nodiscard]] std::string section(std::string_view verb);

}  // namespace assay
