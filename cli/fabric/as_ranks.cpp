#include "cli/fabric/as_ranks.hpp"

namespace assay {

Backend as_ranks(const Backend& backend, const std::string& kind) {
  Backend ranks = backend;
  ranks.kind = kind;
  ranks.registry = {};
  for (const Test& test : backend.registry.tests())
    if (test.spec.ranked) ranks.registry.add(test);
  return ranks;
}

}  // namespace assay
