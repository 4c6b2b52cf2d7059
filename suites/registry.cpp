#include "suites/registry.hpp"

#include <algorithm>

namespace assay {

const Test* Registry::find(const std::string& id) const noexcept {
  const auto found =
      std::find_if(tests_.begin(), tests_.end(), [&](const Test& test) { return test.id == id; });
  return found == tests_.end() ? nullptr : &*found;
}

}  // namespace assay
