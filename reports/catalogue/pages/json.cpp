#include "reports/catalogue/pages/view.hpp"
#include "reports/render/json_values.hpp"

namespace assay {
namespace {

Json value(const ReasonKind& kind, const ReasonTopic& topic) {
  return {{"id", kind.id},
          {"verdict", name(kind.verdict)},
          {"grounds_for_return", name(kind.grounds)},
          {"topic", topic.title},
          {"meaning", kind.meaning},
          {"causes", causes_of(kind)},
          {"action", kind.action}};
}

Json value(const XidEntry& entry) {
  return {{"first", entry.first},
          {"last", entry.last},
          {"known", entry.meaning.known},
          {"meaning", entry.meaning.text},
          {"class", name(entry.meaning.xid_class)},
          {"fatal", entry.meaning.fatal},
          {"action", name(entry.meaning.action)},
          {"grounds_for_return", name(grounds_for_return(entry.meaning))}};
}

}  // namespace

std::string catalogue_json(const CatalogueView& view) {
  Json reasons = Json::array();
  for (const ReasonTopic& topic : view.topics)
    for (const ReasonKind& kind : topic.kinds) reasons.push_back(value(kind, topic));
  Json xids = Json::array();
  for (const XidEntry& entry : view.xids) xids.push_back(value(entry));
  return dumped({{"reasons", std::move(reasons)}, {"xids", std::move(xids)}}, 1) + '\n';
}

}  // namespace assay
