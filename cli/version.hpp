#pragma once
#include <string>
#include <vector>

#include "cli/modules.hpp"
#include "reports/report.hpp"

namespace assay {

/// Name, version, commit and build of this program.
[[nodiscard]] Tool this_tool();

/// What a part of the program that not every machine has was compiled against, by the names of
/// modules: "cuda" -> "13.0.88", "nccl" -> "2.28.9", "mpi" -> "3.1" (of the standard). "" where it
/// was not built or links nothing whose version matters.
[[nodiscard]] std::string built_against(const std::string& module);

/// What `assay --version` prints, one line an item: "assay 0.1.0", the commit (with "-dirty" where
/// sources differ from it), compiler and kind of build, the NVIDIA driver ("" is none), and each of
/// `modules` with what it was built against and what is found behind it now.
[[nodiscard]] std::string version_text(const Tool& tool, const std::string& driver,
                                       const std::vector<Module>& modules);

}  // namespace assay
