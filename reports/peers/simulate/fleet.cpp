#include "reports/peers/simulate/fleet.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>
#include <utility>

#include "reports/peers/parts/studies.hpp"
#include "reports/peers/simulate/noise.hpp"

namespace assay::peers {
namespace {

/// What a stream of random numbers is for; no two share one.
enum class Use : std::uint64_t {
  lasting,
  run,
  common,
  rack,
  level,
  sigma,
  order,
  slot,
  sku,
  firmware,
  digest,
  missing
};

std::uint64_t stream(std::uint64_t seed, Use use, std::uint64_t which = 0) {
  return random_bits(seed * 64 + static_cast<std::uint64_t>(use), which);
}

/// The first `n` of all nodes in an order of their own for each use.
std::vector<std::size_t> some_nodes(const FleetPlan& plan, Use use, std::size_t n) {
  std::vector<std::size_t> order(plan.nodes);
  std::iota(order.begin(), order.end(), std::size_t{0});
  const std::uint64_t key = stream(plan.seed, use);
  for (std::size_t i = order.size(); i > 1; --i)
    std::swap(order[i - 1], order[random_bits(key, i) % i]);
  order.resize(std::min(n, order.size()));
  return order;
}

std::size_t share_of(double share, std::size_t nodes) {
  return static_cast<std::size_t>(std::lround(share * static_cast<double>(nodes)));
}

NodeWords words(std::string name, std::vector<std::string> all, std::size_t nodes) {
  return {.name = std::move(name),
          .words = std::move(all),
          .word_of = std::vector<std::uint32_t>(nodes, 0)};
}

}  // namespace

bool FleetTruth::faulty_node(std::size_t node, std::size_t nodes) const {
  for (std::size_t i = node; i < faulty.size(); i += nodes)
    if (faulty[i] != 0) return true;
  return false;
}

Fleet::Fleet(const FleetPlan& plan) : plan_(plan) {
  draw_truth();
  draw_frame();
  draw_lasting();
}

void Fleet::draw_truth() {
  const std::size_t nodes = plan_.nodes;
  truth_.faulty.assign((plan_.gpus + 1) * nodes, 0);
  truth_.wrong_digest = truth_.faulty;
  truth_.firmware.assign(nodes, 0);
  truth_.bad_rack.assign(nodes, 0);
  const bool any = plan_.sigmas != 0 || plan_.fraction != 0 || plan_.sigmas_a_night != 0;
  const std::size_t faults =
      any ? std::max(plan_.least_faults, share_of(plan_.contamination, nodes)) : 0;
  for (const std::size_t node : some_nodes(plan_, Use::order, faults)) {
    const std::size_t gpu = random_bits(stream(plan_.seed, Use::slot), node) % plan_.gpus;
    for (std::size_t slot = 0; slot < plan_.gpus; ++slot)
      if (plan_.whole_nodes || slot == gpu) truth_.faulty[slot * nodes + node] = 1;
  }
  for (const std::size_t node :
       some_nodes(plan_, Use::firmware, share_of(plan_.other_firmware, nodes)))
    truth_.firmware[node] = 1;
  for (std::size_t node = 0; node < nodes; ++node)
    truth_.bad_rack[node] = node / plan_.rack_nodes < plan_.bad_racks ? 1 : 0;
  for (const std::size_t node :
       some_nodes(plan_, Use::digest, share_of(plan_.wrong_digests, nodes)))
    truth_.wrong_digest[random_bits(stream(plan_.seed, Use::digest), node) % plan_.gpus * nodes +
                        node] = 1;
}

void Fleet::draw_frame() {
  const std::size_t nodes = plan_.nodes;
  const std::size_t racks = (nodes + plan_.rack_nodes - 1) / plan_.rack_nodes;
  frame_.sku = words("sku", {}, nodes);
  for (std::size_t sku = 0; sku < plan_.skus; ++sku)
    frame_.sku.words.push_back("sku " + std::to_string(sku));
  frame_.rack = words("rack", {}, nodes);
  for (std::size_t rack = 0; rack < racks; ++rack)
    frame_.rack.words.push_back("r" + std::to_string(rack));
  frame_.identity.push_back(words("driver", {"580.82.07", "570.86.15"}, nodes));
  frame_.identity.push_back(words("kernel", {"6.8.0-45"}, nodes));
  for (std::size_t node = 0; node < nodes; ++node) {
    frame_.hostnames.push_back("node-" + std::to_string(node));
    frame_.serials.push_back("S" + std::to_string(node));
    frame_.rack.word_of[node] = static_cast<std::uint32_t>(node / plan_.rack_nodes);
    frame_.sku.word_of[node] =
        static_cast<std::uint32_t>(random_bits(stream(plan_.seed, Use::sku), node) % plan_.skus);
    frame_.identity.front().word_of[node] = truth_.firmware[node];
  }
  for (std::size_t gpu = 0; gpu < plan_.gpus; ++gpu)
    frame_.slots.push_back({"gpu " + std::to_string(gpu), "gpu", {}});
  frame_.slots.push_back({"node", "node", {}});
  for (std::size_t metric = 0; metric < plan_.gpu_metrics + plan_.node_metrics; ++metric) {
    const bool gpu = metric < plan_.gpu_metrics;
    level_.push_back(std::pow(10, 3 * random_uniform(stream(plan_.seed, Use::level), metric) + 2));
    const double spread = plan_.most_noise / plan_.least_noise;
    sigma_.push_back(level_.back() * plan_.least_noise *
                     std::pow(spread, random_uniform(stream(plan_.seed, Use::sigma), metric)));
    for (std::size_t slot = 0; slot < (gpu ? plan_.gpus : 1); ++slot) {
      NightColumn column{.test = "test_" + std::to_string(metric / 4),
                         .metric = "m" + std::to_string(metric)};
      column.slot = static_cast<std::uint32_t>(gpu ? slot : plan_.gpus);
      column.unit = Unit::bytes_per_second;
      column.better = metric % 5 == 4 ? Better::lower : Better::higher;
      frame_.columns.push_back(column);
      metric_.push_back(metric);
    }
  }
  for (std::size_t slot = 0; slot < plan_.gpus; ++slot) {
    NightDigests digests{.test = "compute.digest", .key = "fp16"};
    digests.slot = static_cast<std::uint32_t>(slot);
    digests.present.assign(nodes, 1);
    for (std::size_t node = 0; node < nodes; ++node)
      digests.digest.push_back(0x5eedU + truth_.wrong_digest[slot * nodes + node] * (node + 1));
    frame_.digests.push_back(std::move(digests));
  }
}

void Fleet::draw_lasting() {
  const std::size_t nodes = plan_.nodes;
  lasting_.resize(frame_.columns.size() * nodes);
  const double weight = std::sqrt(plan_.lasting);
  in_parallel(frame_.columns.size(), 0, [&](std::size_t column) {
    const std::size_t metric = metric_[column];
    const std::uint64_t own = stream(plan_.seed, Use::lasting, column);
    const std::uint64_t rack = stream(plan_.seed, Use::rack, metric);
    const double slot = plan_.slot_spread *
                        noise(stream(plan_.seed, Use::slot, metric), frame_.columns[column].slot);
    for (std::size_t node = 0; node < nodes; ++node) {
      double x = slot;
      if (weight > 0) x += weight * noise(own, node, plan_.heavy);
      if (plan_.racks > 0) x += plan_.racks * noise(rack, frame_.rack.word_of[node]);
      lasting_[column * nodes + node] = static_cast<float>(x);
    }
  });
}

double Fleet::damage(std::size_t column, std::size_t node, std::uint64_t number) const {
  const std::size_t metric = metric_[column];
  if (metric >= plan_.moved) return 0;
  double sigmas = 0;
  if (truth_.firmware[node] != 0) sigmas += plan_.firmware_sigmas;
  if (truth_.bad_rack[node] != 0) sigmas += plan_.rack_sigmas;
  const std::size_t slot = frame_.columns[column].slot;
  if (truth_.faulty[slot * plan_.nodes + node] == 0 || number < plan_.from_night) return sigmas;
  sigmas += plan_.sigmas != 0 ? plan_.sigmas : plan_.fraction * level_[metric] / sigma_[metric];
  const auto nights = static_cast<double>(number - plan_.from_night + 1);
  return sigmas + plan_.sigmas_a_night * nights;
}

Night Fleet::night(std::uint64_t number) const {
  Night night = frame_;
  night.label = "night " + std::to_string(number);
  const std::size_t nodes = plan_.nodes;
  night.values.resize(night.columns.size() * nodes);
  const double alone = std::sqrt((1 - plan_.lasting) * (1 - plan_.common));
  const double together = std::sqrt((1 - plan_.lasting) * plan_.common);
  const std::uint64_t seed = stream(plan_.seed, Use::run, number);
  std::vector<float> common((plan_.gpus + 1) * nodes);
  for (std::size_t i = 0; i < common.size(); ++i)
    common[i] = static_cast<float>(noise(stream(seed, Use::common), i, plan_.heavy));
  in_parallel(night.columns.size(), 0, [&](std::size_t column) {
    const std::size_t metric = metric_[column];
    const std::uint64_t key = stream(seed, Use::run, column);
    const std::uint64_t gone = stream(seed, Use::missing, column);
    const double sign = night.columns[column].better == Better::higher ? 1 : -1;
    const bool whole = metric >= plan_.moved && plan_.whole_numbers > 0 &&
                       metric % static_cast<std::size_t>(1 / plan_.whole_numbers) == 0;
    const double sku_step = 0.2 * level_[metric];
    for (std::size_t node = 0; node < nodes; ++node) {
      float& value = night.values[column * nodes + node];
      if (plan_.missing > 0 && random_uniform(gone, node) < plan_.missing) {
        value = std::numeric_limits<float>::quiet_NaN();
        continue;
      }
      const double z = lasting_[column * nodes + node] + alone * noise(key, node, plan_.heavy) +
                       together * common[night.columns[column].slot * nodes + node] -
                       damage(column, node, number);
      const double x =
          level_[metric] + sku_step * night.sku.word_of[node] + sign * z * sigma_[metric];
      // Levels are 100 and more, so a whole number is a step of 1 % at most.
      value = static_cast<float>(whole ? std::round(x) : x);
    }
  });
  return night;
}

}  // namespace assay::peers
