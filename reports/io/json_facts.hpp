#pragma once
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "reports/report.hpp"

namespace assay {

using Json = nlohmann::ordered_json;

// What is absent is not written.

inline void put(Json& into, const std::string& key, const std::string& text) {
  if (!text.empty()) into[key] = text;
}
inline void put(Json& into, const std::string& key, double number) {
  if (std::isfinite(number)) into[key] = number;
}
template <class T>
void put(Json& into, const std::string& key, const std::optional<T>& value) {
  if (!value) return;
  if constexpr (std::is_same_v<T, double>)
    put(into, key, *value);
  else
    into[key] = *value;
}
inline void put(Json& into, const std::string& key, const std::vector<std::string>& texts) {
  if (!texts.empty()) into[key] = texts;
}
template <class T>
void put(Json& into, const std::string& key, const std::map<std::string, T>& members) {
  if (!members.empty()) into[key] = members;
}
inline void put(Json& into, const std::string& key, const Json& json) {
  if (!json.empty()) into[key] = json;
}

template <class T>
Json json_list(const std::vector<T>& items) {
  Json list = Json::array();
  for (const T& item : items) list.push_back(json_of(item));
  return list;
}

[[nodiscard]] Json json_of(const Subject& subject);
[[nodiscard]] Json json_of(const Metric& metric);
[[nodiscard]] Json json_of(const Defect& defect);
[[nodiscard]] Json json_of(const Result& result);
[[nodiscard]] Json json_of(const Event& event);
[[nodiscard]] Json json_of(const Series& series);

[[nodiscard]] Json json_of(const Cpu& cpu);
[[nodiscard]] Json json_of(const Gpu& gpu);
[[nodiscard]] Json json_of(const Nic& nic);
[[nodiscard]] Json json_of(const Link& link);
[[nodiscard]] Json json_of(const Node& node);

}  // namespace assay
