#pragma once
#include <string>

#include "suites/runner/backend.hpp"

namespace assay {

/// The devices of `backend` as ranks among others: a kind of its own, with those of its tests that
/// need others and no other ones.
[[nodiscard]] Backend as_ranks(const Backend& backend, const std::string& kind);

/// Says in each result which library moved the data: as "library", or where a test named that of
/// its products so, as "collective_library".
void name_library(std::vector<Result>& results, const std::string& library);

}  // namespace assay
