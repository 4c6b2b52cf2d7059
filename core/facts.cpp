#include "core/facts.hpp"

#include <array>
#include <utility>

namespace assay {
namespace {

constexpr std::array<std::pair<Outcome, std::string_view>, 4> kOutcomes{{
    {Outcome::ok, "ok"},
    {Outcome::skipped, "skipped"},
    {Outcome::failed, "failed"},
    {Outcome::error, "error"},
}};

}  // namespace

std::string_view name(Outcome outcome) noexcept {
  for (const auto& [candidate, text] : kOutcomes)
    if (candidate == outcome) return text;
  return "?";
}

std::optional<Outcome> outcome_from_name(std::string_view text) noexcept {
  for (const auto& [outcome, candidate] : kOutcomes)
    if (candidate == text) return outcome;
  return std::nullopt;
}

std::string label(const Subject& subject) {
  std::string text = subject.kind;
  if (subject.index) text += " " + std::to_string(*subject.index);
  if (!subject.id.empty()) text += " " + subject.id;
  if (!subject.from.empty() || !subject.to.empty())
    text += " " + subject.from + " -> " + subject.to;
  for (const std::string& node : subject.nodes) text += " " + node;
  if (subject.ranks) text += " of " + std::to_string(*subject.ranks) + " ranks";
  return text;
}

}  // namespace assay
