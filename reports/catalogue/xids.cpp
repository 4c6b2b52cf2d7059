#include "reports/catalogue/xids.hpp"

namespace assay {
namespace {

bool alike(const XidMeaning& a, const XidMeaning& b) {
  return a.xid_class == b.xid_class && a.action == b.action && a.fatal == b.fatal &&
         a.text == b.text;
}

}  // namespace

std::vector<XidEntry> xid_entries() {
  std::vector<XidEntry> entries;
  for (const std::int64_t code : known_xids()) {
    const XidMeaning meaning = xid_meaning(code);
    if (!entries.empty() && entries.back().last + 1 == code &&
        alike(entries.back().meaning, meaning))
      entries.back().last = code;
    else
      entries.push_back({code, code, meaning});
  }
  return entries;
}

ReturnGrounds grounds_for_return(const XidMeaning& meaning) noexcept {
  if (meaning.xid_class == XidClass::application || meaning.xid_class == XidClass::host)
    return ReturnGrounds::no;
  if (meaning.action == XidAction::replace_board) return ReturnGrounds::yes;
  const bool repeats_count = meaning.fatal || meaning.action == XidAction::ask_vendor;
  return repeats_count ? ReturnGrounds::if_confirmed : ReturnGrounds::no;
}

}  // namespace assay
