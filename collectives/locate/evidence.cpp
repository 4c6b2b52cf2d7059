#include "collectives/locate/evidence.hpp"

namespace assay::locate {

Evidence::Evidence(const Fabric& fabric, const Baseline& baseline, const Cells& cells,
                   std::span<const Flow> flows)
    : fabric_(fabric),
      baseline_(baseline),
      cells_(cells),
      flows_(flows),
      counts_(static_cast<std::size_t>(cells.count())) {
  ratios_.reserve(flows.size());
  states_.reserve(flows.size());
  for (const Flow& flow : flows) {
    const double ratio = baseline.ratio(fabric, flow);
    const bool slow = baseline.is_slow(ratio);
    ratios_.push_back(ratio);
    states_.push_back(slow ? State::slow : State::fast);
    for (const std::int32_t cell : cells.of(flow)) {
      if (cell < 0) continue;
      Count& count = counts_[static_cast<std::size_t>(cell)];
      ++(slow ? count.slow : count.fast);
    }
  }
  index();
}

void Evidence::index() {
  first_.assign(counts_.size() + 1, 0);
  for (std::size_t cell = 0; cell < counts_.size(); ++cell)
    first_[cell + 1] =
        first_[cell] + static_cast<std::uint32_t>(counts_[cell].fast + counts_[cell].slow);
  order_.resize(first_.back());
  std::vector<std::uint32_t> next(first_.begin(), first_.end() - 1);
  for (std::size_t flow = 0; flow < flows_.size(); ++flow)
    for (const std::int32_t cell : cells_.of(flows_[flow]))
      if (cell >= 0)
        order_[next[static_cast<std::size_t>(cell)]++] = static_cast<std::uint32_t>(flow);
}

std::span<const std::uint32_t> Evidence::passing(std::int32_t cell) const {
  const auto at = static_cast<std::size_t>(cell);
  return {order_.data() + first_[at], first_[at + 1] - first_[at]};
}

std::vector<std::uint32_t> Evidence::slow() const {
  std::vector<std::uint32_t> numbers;
  for (std::size_t flow = 0; flow < states_.size(); ++flow)
    if (states_[flow] != State::fast) numbers.push_back(static_cast<std::uint32_t>(flow));
  return numbers;
}

void Evidence::explain(std::uint32_t flow) {
  if (states_[flow] != State::slow) return;
  states_[flow] = State::explained;
  for (const std::int32_t cell : cells_.of(flows_[flow]))
    if (cell >= 0) --counts_[static_cast<std::size_t>(cell)].slow;
}

}  // namespace assay::locate
