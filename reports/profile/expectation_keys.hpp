#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "core/units.hpp"

namespace assay {

/// Something that a profile may expect of a machine.
struct ExpectationKey {
  enum class Kind {
    counted,  ///< how many there are: fewer means that facts are missing
    number,   ///< a number in `unit`
    words     ///< one of some words
  };
  std::string_view name;
  Kind kind;
  Unit unit = Unit::count;
  std::string_view of =
      "node";  ///< kind of subject that each must have it: node, gpu, nic, port, cpu
  std::string_view metric = "";  ///< results may give it under this name, too; "" = none
};

/// All keys, sorted by name.
[[nodiscard]] const std::vector<ExpectationKey>& expectation_table();
/// nullptr if there is none.
[[nodiscard]] const ExpectationKey* find_expectation_key(std::string_view name) noexcept;

}  // namespace assay
