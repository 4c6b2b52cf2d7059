#pragma once
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace assay {

/// An object whose keys are sorted by their bytes.
using SortedJson = nlohmann::json;

/// What every signed document says of itself, so that none can stand for another.
inline constexpr const char* kCertificateFormat = "assay/certificate/1";
inline constexpr const char* kRevocationsFormat = "assay/revocations/1";

// What is empty is not written, and what is not there is empty.

inline void put(SortedJson& into, const char* key, const std::string& text) {
  if (!text.empty()) into[key] = text;
}
inline void put(SortedJson& into, const char* key, const std::vector<std::string>& texts) {
  if (!texts.empty()) into[key] = texts;
}
inline void take(const SortedJson& from, const char* key, std::string& text) {
  if (const auto found = from.find(key); found != from.end()) text = found->get<std::string>();
}
inline void take(const SortedJson& from, const char* key, std::vector<std::string>& texts) {
  if (const auto found = from.find(key); found != from.end())
    texts = found->get<std::vector<std::string>>();
}
inline void take(const SortedJson& from, const char* key, std::int64_t& number) {
  number = from.at(key).get<std::int64_t>();
}

/// Throws std::exception for bytes that are not UTF-8.
[[nodiscard]] inline std::string canonical_text(const SortedJson& json) {
  return json.dump(-1, ' ', false, SortedJson::error_handler_t::strict);
}

/// Seconds since 1970 as "2026-11-21T19:11:00Z" and back. Throws InputError for another form.
[[nodiscard]] std::string time_text(std::int64_t seconds);
void take_time(const SortedJson& from, const char* key, std::int64_t& seconds);

}  // namespace assay
