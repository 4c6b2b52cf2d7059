#include "reports/catalogue/pages/view.hpp"
#include "reports/render/aligned.hpp"

namespace assay {
namespace {

using Side = Aligned::Side;

std::string whole(const CatalogueView& view) {
  std::string out;
  for (const ReasonTopic& topic : view.topics) {
    Aligned table({Side::left, Side::left, Side::left, Side::left});
    table.add({"id", "verdict", "return", "meaning"});
    for (const ReasonKind& kind : topic.kinds)
      table.add({std::string(kind.id), std::string(name(kind.verdict)),
                 std::string(name(kind.grounds)), std::string(kind.meaning)});
    out += std::string(topic.title) + '\n' + table.text() + '\n';
  }
  Aligned table({Side::left, Side::left, Side::left, Side::left, Side::left, Side::left});
  table.add({"xid", "whose", "fatal", "return", "do", "meaning"});
  for (const XidEntry& entry : view.xids)
    table.add({codes(entry), std::string(name(entry.meaning.xid_class)),
               entry.meaning.fatal ? "yes" : "no",
               std::string(name(grounds_for_return(entry.meaning))),
               std::string(name(entry.meaning.action)), std::string(entry.meaning.text)});
  return out + "Xids, by which the NVIDIA driver reports errors\n" + table.text();
}

std::string alone(const ReasonKind& kind) {
  Aligned table({Side::left, Side::left});
  table.add({"id", std::string(kind.id)});
  table.add({"verdict", std::string(name(kind.verdict))});
  table.add({"meaning", std::string(kind.meaning)});
  int n = 0;
  for (const std::string& cause : causes_of(kind))
    table.add({"cause " + std::to_string(++n), cause});
  table.add({"do next", std::string(kind.action)});
  table.add({"grounds for return", std::string(name(kind.grounds))});
  return table.text();
}

std::string alone(const XidEntry& entry) {
  Aligned table({Side::left, Side::left});
  table.add({"xid", codes(entry)});
  table.add({"meaning", std::string(entry.meaning.text)});
  table.add({"whose", std::string(name(entry.meaning.xid_class))});
  table.add({"fatal", entry.meaning.fatal ? "yes" : "no"});
  table.add({"do next", std::string(name(entry.meaning.action))});
  table.add({"grounds for return", std::string(name(grounds_for_return(entry.meaning)))});
  return table.text();
}

}  // namespace

std::string catalogue_text(const CatalogueView& view) {
  const bool one_reason = view.topics.size() == 1 && view.topics.front().kinds.size() == 1;
  if (view.xids.empty() && one_reason) return alone(view.topics.front().kinds.front());
  if (view.topics.empty() && view.xids.size() == 1) return alone(view.xids.front());
  return whole(view);
}

}  // namespace assay
