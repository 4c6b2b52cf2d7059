#pragma once
#include <nlohmann/json.hpp>

#include "reports/history/questions.hpp"

namespace assay::history {

using Json = nlohmann::ordered_json;

/// Members of questions.hpp as JSON, nights as dates, numbers in SI base units; what is not said is
/// left out.
[[nodiscard]] Json json_of(const KnownDevice& device);
[[nodiscard]] Json json_of(const Seat& seat);
[[nodiscard]] Json json_of(const Stay& stay);
[[nodiscard]] Json json_of(const TroubleLine& line);
[[nodiscard]] Json json_of(const MetricKey& metric);
[[nodiscard]] Json json_of(const Move& move);
[[nodiscard]] Json json_of(const NodeHistory& node);
[[nodiscard]] Json json_of(const DeviceHistory& device);
[[nodiscard]] Json json_of(const NightLine& line);
[[nodiscard]] Json json_of(const Changes& changes);

template <class T>
[[nodiscard]] Json json_list(const std::vector<T>& items) {
  Json list = Json::array();
  for (const T& item : items) list.push_back(json_of(item));
  return list;
}

/// As a document: indented, ending with a newline.
[[nodiscard]] std::string document(const Json& json);

}  // namespace assay::history
