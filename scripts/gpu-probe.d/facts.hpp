#pragma once
#include <cmath>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace probe {

/// A fact that could not be had, and why.
struct Missing : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// `text` as a JSON string.
inline std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) < 0x20) {
      char code[8];
      std::snprintf(code, sizeof code, "\\u%04x", c);
      out += code;
    } else {
      out += c;
    }
  }
  return out + '"';
}

/// A JSON object under construction, its members in the order they were set. What could not be had
/// is null, and a last member "why" says why.
class Facts {
 public:
  void set(const std::string& key, const std::string& text) { put(key, quoted(text)); }
  void set(const std::string& key, const char* text) { put(key, quoted(text)); }
  void set(const std::string& key, bool truth) { put(key, truth ? "true" : "false"); }
  void set(const std::string& key, const Facts& facts) { put(key, facts.json()); }
  template <class Number>
  requires std::is_arithmetic_v<Number>
  void set(const std::string& key, Number value) {
    if constexpr (std::is_integral_v<Number>) {
      put(key, std::to_string(value));
    } else if (std::isfinite(value)) {
      char text[32];
      std::snprintf(text, sizeof text, "%.9g", static_cast<double>(value));
      put(key, text);
    } else {
      missing(key, "not a finite number");
    }
  }

  void missing(const std::string& key, const std::string& reason) {
    put(key, "null");
    why_.emplace_back(key, quoted(reason));
  }

  /// Sets `key` to what `find` returns; to null and the reason if it throws.
  template <class Find>
  void find(const std::string& key, Find find) {
    try {
      set(key, find());
    } catch (const std::exception& e) {
      missing(key, e.what());
    }
  }

  [[nodiscard]] std::string json() const {
    std::string out = "{" + members(members_);
    if (!why_.empty()) out += ", \"why\": {" + members(why_) + "}";
    return out + "}";
  }

 private:
  using Members = std::vector<std::pair<std::string, std::string>>;
  void put(const std::string& key, std::string json) {
    members_.emplace_back(key, std::move(json));
  }
  static std::string members(const Members& members) {
    std::string out;
    for (const auto& [key, json] : members) {
      out += (out.empty() ? "" : ", ") + quoted(key) + ": " + json;
    }
    return out;
  }

  Members members_, why_;
};

}  // namespace probe
