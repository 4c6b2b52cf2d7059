#pragma once
#include <array>
#include <string_view>

#include "reports/verdict.hpp"

namespace assay {

/// May hardware go back to its vendor for this reason alone?
enum class ReturnGrounds {
  no,            ///< it says nothing against the hardware, or too little
  if_confirmed,  ///< when it shows again, alone and on an idle machine
  yes
};
/// "no", "if it shows again", "yes".
[[nodiscard]] std::string_view name(ReturnGrounds grounds) noexcept;

/// One thing that can keep a verdict from being `pass`. Ids are stable: scripts may rely on them.
struct ReasonKind {
  std::string_view id;  ///< small letters and hyphens
  Verdict verdict;      ///< that it leads to
  ReturnGrounds grounds;
  std::string_view meaning;                ///< what was found
  std::array<std::string_view, 4> causes;  ///< what lies behind it, most likely first; "" = no more
  std::string_view action;                 ///< what to do next
};

}  // namespace assay
