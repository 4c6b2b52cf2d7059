#include "burnin/load/load.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <utility>

#include "core/error.hpp"
#include "core/number_text.hpp"

namespace assay {
namespace {

constexpr std::array<std::pair<const char*, double Mix::*>, 3> kShares{
    {{"products", &Mix::products}, {"streams", &Mix::streams}, {"copies", &Mix::copies}}};

void demand_shares(const Mix& mix) {
  double sum = 0;
  for (const auto& [name, member] : kShares) {
    if (!(mix.*member >= 0)) throw Error(std::string("a mix with a negative share of ") + name);
    sum += mix.*member;
  }
  if (sum != 0 && std::abs(sum - 1) > 1e-9) throw Error("a mix whose shares are not 1 together");
}

void demand_good(const Phase& phase) {
  if (!(phase.seconds > 0) || !std::isfinite(phase.seconds))
    throw Error("a phase of a load that takes no time");
  if (!(phase.target > 0 && phase.target <= 1))
    throw Error("a phase of a load whose target is not between 0 and 1");
  demand_shares(phase.mix);
  demand_shares(phase.meanwhile);
}

std::string percent(double share) { return number_text(100 * share) + " %"; }

}  // namespace

std::string describe(const Mix& mix) {
  std::string text;
  for (const auto& [name, member] : kShares)
    if (mix.*member > 0)
      text += (text.empty() ? "" : ", ") + std::string(name) + ' ' + percent(mix.*member);
  return text.empty() ? "idle" : text;
}

std::optional<Mix> mix_from_text(const std::string& text) {
  Mix mix;
  for (const auto& [name, member] : kShares) {
    const auto at = text.find(std::string(name) + ' ');
    if (at != std::string::npos)
      mix.*member = std::strtod(text.c_str() + at + std::string_view(name).size(), nullptr) / 100;
  }
  if (describe(mix) != text) return std::nullopt;
  return mix;
}

Load::Load(std::vector<Phase> phases) : phases_(std::move(phases)), starts_{0} {
  if (phases_.empty()) throw Error("a load without a phase");
  for (const Phase& phase : phases_) {
    demand_good(phase);
    starts_.push_back(starts_.back() + phase.seconds);
  }
}

std::size_t Load::index_at(double t_s) const noexcept {
  const auto next = std::upper_bound(starts_.begin() + 1, starts_.end() - 1, t_s);
  return static_cast<std::size_t>(next - starts_.begin()) - 1;
}

/// An edge at start + e has come at that very number, though (start + e) - start may be less than
/// e.
double Load::time_in_phase(std::size_t index, double t_s) const noexcept {
  const Shape& shape = phases_[index].shape;
  const double start = starts_[index];
  double t = t_s - start;
  for (auto edge = shape.next_edge(t); edge && start + *edge <= t_s; edge = shape.next_edge(t))
    t = *edge;
  return t;
}

Load::Place Load::at(double t_s) const noexcept {
  const std::size_t index = index_at(t_s);
  return {phases_[index], time_in_phase(index, t_s)};
}

double Load::level(double t_s) const noexcept {
  if (!(t_s >= 0) || t_s >= seconds()) return 0;
  const Place place = at(t_s);
  return place.phase.target * place.phase.shape.level(place.t_s);
}

std::optional<double> Load::next_edge(double t_s) const noexcept {
  if (t_s >= seconds()) return std::nullopt;
  if (t_s < 0) return 0;
  const std::size_t index = index_at(t_s);
  const double start = starts_[index];
  const double end = starts_[index + 1];
  double edge = end;
  const auto next = phases_[index].shape.next_edge(time_in_phase(index, t_s));
  if (next && start + *next < end) edge = start + *next;
  return edge;
}

double Load::busy_seconds(double from_s, double to_s) const noexcept {
  double sum = 0;
  for (std::size_t i = 0; i < phases_.size(); ++i) {
    const double from = std::max(from_s, starts_[i]);
    const double to = std::min(to_s, starts_[i + 1]);
    if (to > from)
      sum += phases_[i].target * phases_[i].shape.integral(from - starts_[i], to - starts_[i]);
  }
  return sum;
}

std::string Load::describe() const {
  std::string text;
  for (const Phase& phase : phases_) {
    text += (text.empty() ? "" : "; ") + number_text(phase.seconds) +
            " s: " + phase.shape.describe() + " of " + assay::describe(phase.mix);
    if (phase.target < 1) text += " at " + percent(phase.target);
    if (phase.meanwhile != Mix{}) text += ", in between " + assay::describe(phase.meanwhile);
  }
  return text;
}

}  // namespace assay
