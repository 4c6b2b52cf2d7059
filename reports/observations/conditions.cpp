#include "reports/observations/conditions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <type_traits>

namespace assay {
namespace {

constexpr std::array<std::string_view, 13> kCourse{
    "rounds",  "repeats",       "passes",        "free_bytes",         "shapes_tried",
    "hold_s",  "row_tolerance", "exact_inner",   "products_per_check", "updates_a_round",
    "seconds", "tlb_pages",     "tlb_page_bytes"};

bool is_course(const std::string& name, const ResultParams& params) {
  if (name.ends_with("_launches")) return true;
  if (name == "bytes" && params.contains("free_bytes")) return true;
  return std::find(kCourse.begin(), kCourse.end(), name) != kCourse.end();
}

}  // namespace

ResultParams conditions_of(const Result& result) {
  ResultParams conditions;
  for (const auto& [name, value] : result.params)
    if (!is_course(name, result.params)) conditions.emplace(name, value);
  return conditions;
}

std::string text_of(const ParamValue& value) {
  return std::visit(
      [](const auto& held) -> std::string {
        if constexpr (std::is_same_v<std::decay_t<decltype(held)>, std::string>)
          return held;
        else
          return fmt::format("{}", held);
      },
      value);
}

std::string text_of(const ResultParams& conditions) {
  std::string text;
  for (const auto& [name, value] : conditions)
    text += (text.empty() ? "" : ", ") + name + ' ' + text_of(value);
  return text;
}

}  // namespace assay
