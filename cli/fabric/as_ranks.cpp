#include "cli/fabric/as_ranks.hpp"

namespace assay {

Backend as_ranks(const Backend& backend, const std::string& kind) {
  Backend ranks = backend;
  ranks.kind = kind;
  ranks.registry = {};
  for (const Test& test : backend.registry.tests())
    if (test.spec.ranked || test.spec.joins_ranks) ranks.registry.add(test);
  return ranks;
}

void name_library(std::vector<Result>& results, const std::string& library) {
  for (Result& result : results)
    if (!result.facts.try_emplace("library", library).second)
      result.facts["collective_library"] = library;
}

}  // namespace assay
