#include "collectives/locate/effects.hpp"

#include <algorithm>
#include <cmath>

#include "core/stats.hpp"

namespace assay::locate {
namespace {

constexpr double kNormalMad = 1.4826022185056018;

/// One answered flow: its two ends and its logarithm.
struct Entry {
  std::size_t from, to;
  double log_ratio;
};

/// Entries grouped by one of their ends.
class Groups {
 public:
  Groups(std::span<const Entry> entries, std::size_t ends, std::size_t Entry::*end)
      : first_(ends + 1, 0), order_(entries.size()) {
    for (const Entry& entry : entries) ++first_[entry.*end + 1];
    for (std::size_t i = 0; i < ends; ++i) first_[i + 1] += first_[i];
    std::vector<std::size_t> next(first_.begin(), first_.end() - 1);
    for (std::size_t i = 0; i < entries.size(); ++i) order_[next[entries[i].*end]++] = i;
  }
  [[nodiscard]] std::span<const std::size_t> of(std::size_t end) const {
    return {order_.data() + first_[end], first_[end + 1] - first_[end]};
  }

 private:
  std::vector<std::size_t> first_, order_;
};

/// The middle value; of an even number the lower of the two, which costs no second search.
double middle(std::vector<double>& values) {
  const auto at = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) / 2);
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

void sweep(std::span<const Entry> entries, const Groups& groups, std::size_t Entry::*other_end,
           const std::vector<double>& others, std::vector<double>& effects) {
  std::vector<double> left;
  for (std::size_t end = 0; end < effects.size(); ++end) {
    left.clear();
    for (const std::size_t i : groups.of(end))
      left.push_back(entries[i].log_ratio - others[entries[i].*other_end]);
    effects[end] = left.empty() ? 0 : middle(left);
  }
}

std::vector<Entry> answered(const Fabric& fabric, const Baseline& baseline,
                            std::span<const Flow> flows) {
  std::vector<Entry> entries;
  entries.reserve(flows.size());
  for (const Flow& flow : flows) {
    const double ratio = baseline.ratio(fabric, flow);
    if (flow.rate && ratio > 0)
      entries.push_back({static_cast<std::size_t>(fabric.adapter(flow.from, flow.rail)),
                         static_cast<std::size_t>(fabric.adapter(flow.to, flow.rail)),
                         std::log(ratio)});
  }
  return entries;
}

}  // namespace

Effects polish(const Fabric& fabric, const Baseline& baseline, std::span<const Flow> flows,
               int sweeps) {
  const std::vector<Entry> entries = answered(fabric, baseline, flows);
  const auto ends = static_cast<std::size_t>(fabric.adapters());
  const Groups by_sender(entries, ends, &Entry::from);
  const Groups by_receiver(entries, ends, &Entry::to);
  Effects effects{std::vector<double>(ends, 0), std::vector<double>(ends, 0), 0};
  for (int i = 0; i < sweeps; ++i) {
    sweep(entries, by_sender, &Entry::to, effects.receiving, effects.sending);
    sweep(entries, by_receiver, &Entry::from, effects.sending, effects.receiving);
  }
  std::vector<double> residuals;
  residuals.reserve(entries.size());
  for (const Entry& entry : entries)
    residuals.push_back(
        std::abs(entry.log_ratio - effects.sending[entry.from] - effects.receiving[entry.to]));
  if (!residuals.empty()) effects.residual = kNormalMad * middle(residuals);
  for (std::vector<double>* of : {&effects.sending, &effects.receiving})
    for (double& effect : *of) effect = std::exp(effect);
  return effects;
}

}  // namespace assay::locate
