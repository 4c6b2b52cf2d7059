#include "reports/catalogue/pages/view.hpp"

#include "core/error.hpp"
#include "core/text.hpp"

namespace assay {
namespace {

constexpr std::string_view kXid = "xid:";

XidEntry xid_of(const std::string& word) {
  const auto code = whole_number(std::string_view(word).substr(kXid.size()));
  if (!code || *code < 0) throw InputError("", 0, "ID", "\"" + word + "\" names no Xid");
  for (const XidEntry& entry : xid_entries())
    if (entry.first <= *code && *code <= entry.last) return {*code, *code, entry.meaning};
  return {*code, *code, xid_meaning(*code)};
}

}  // namespace

CatalogueView whole_catalogue() {
  return {{kReasonTopics.begin(), kReasonTopics.end()}, xid_entries()};
}

CatalogueView one_of_catalogue(const std::string& word) {
  if (word.starts_with(kXid)) return {{}, {xid_of(word)}};
  if (const ReasonPlace place = place_of_reason(word); place != ReasonPlace()) {
    const ReasonTopic& topic = kReasonTopics[place.topic];
    return {{{topic.title, {&topic.kinds[place.kind], 1}}}, {}};
  }
  throw InputError("", 0, "ID",
                   "no reason is called \"" + word + "\"; `assay errors` lists them all");
}

std::string codes(const XidEntry& entry) {
  const std::string first = std::to_string(entry.first);
  return entry.first == entry.last ? first : first + " to " + std::to_string(entry.last);
}

std::vector<std::string> causes_of(const ReasonKind& kind) {
  std::vector<std::string> causes;
  for (const std::string_view cause : kind.causes)
    if (!cause.empty()) causes.emplace_back(cause);
  return causes;
}

}  // namespace assay
