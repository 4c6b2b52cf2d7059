#include "reports/catalogue/reason_kind.hpp"

namespace assay {

std::string_view name(Verdict verdict) noexcept {
  switch (verdict) {
    case Verdict::pass:
      return "pass";
    case Verdict::warn:
      return "warn";
    case Verdict::unknown:
      return "unknown";
    case Verdict::fail:
      break;
  }
  return "fail";
}

std::string_view name(ReturnGrounds grounds) noexcept {
  switch (grounds) {
    case ReturnGrounds::no:
      return "no";
    case ReturnGrounds::if_confirmed:
      return "if it shows again";
    case ReturnGrounds::yes:
      break;
  }
  return "yes";
}

}  // namespace assay
