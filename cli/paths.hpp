#pragma once
#include <string>
#include <vector>

namespace assay {

/// The files that `pattern` names, sorted: itself where there is such a path or it has no wildcard,
/// else what it matches, as a shell would expand it (* and ? in every part of the path; what begins
/// with a dot only where the pattern does). Throws InputError naming `what` where it matches
/// nothing.
[[nodiscard]] std::vector<std::string> paths_of(const std::string& what,
                                                const std::string& pattern);

}  // namespace assay
