#include "reports/judge/fabric.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>

#include "collectives/operation.hpp"
#include "reports/profile/quantity.hpp"

namespace assay {
namespace {

using Kind = CollectiveFigure::Kind;

/// The number under `key`, whichever way it is compared: who demands at least 25 GB/s of a link
/// knows that the link's rate is 25 GB/s.
double stated(const Profile& profile, std::string_view key) {
  for (const Expectation& expectation : profile.expectations)
    if (expectation.key == key && expectation.number) return *expectation.number;
  return 0;
}

/// Is `capability` ("9.0") of a chip whose switches add and copy? Those that cannot be read may be.
bool may_add(const std::string& capability) {
  constexpr int first = 9;
  int major = first;
  std::from_chars(capability.data(), capability.data() + capability.size(), major);
  return major >= first;
}

bool may_add_in_node(const Profile& profile) {
  for (const Expectation& expectation : profile.expectations)
    if (expectation.key == "compute_capability")
      return std::any_of(expectation.any_of.begin(), expectation.any_of.end(), may_add);
  return true;
}

std::optional<std::int64_t> whole(const Result& result, const std::string& key) {
  const auto found = result.params.find(key);
  if (found == result.params.end()) return std::nullopt;
  const auto* number = std::get_if<std::int64_t>(&found->second);
  return number == nullptr ? std::nullopt : std::optional(*number);
}

/// As stated_fabric(), for the ranks of `result`; nothing where they are not known, or are not as
/// many on every node.
std::optional<FabricLinks> fabric_of(const Profile& profile, const Result& result) {
  const std::optional<std::int64_t> nodes = whole(result, "nodes");
  const std::optional<std::int64_t> ranks = whole(result, "ranks");
  if (!nodes || !ranks || *nodes < 1 || *ranks < *nodes || *ranks % *nodes != 0 ||
      *ranks > std::numeric_limits<int>::max())
    return std::nullopt;
  return stated_fabric(profile, static_cast<int>(*nodes), static_cast<int>(*ranks / *nodes));
}

}  // namespace

std::optional<CollectiveFigure> collective_figure(std::string_view test, std::string_view metric) {
  constexpr std::string_view suite = "collective.";
  if (!test.starts_with(suite)) return std::nullopt;
  test.remove_prefix(suite.size());
  const bool beside_products = test == "overlap";
  const std::optional<Operation> operation =
      beside_products ? Operation::all_reduce : operation_from_name(test);
  if (!operation) return std::nullopt;
  if (metric == "bus_bandwidth") return CollectiveFigure{*operation, Kind::bus_bandwidth};
  if (metric == "algorithm_bandwidth")
    return CollectiveFigure{*operation, Kind::algorithm_bandwidth};
  if (metric == "time") return CollectiveFigure{*operation, Kind::time};
  return std::nullopt;
}

FabricLinks stated_fabric(const Profile& profile, int nodes, int ranks_per_node) {
  constexpr double bits = 8;
  return {.nodes = nodes,
          .ranks_per_node = ranks_per_node,
          .link = stated(profile, "nvlinks") * stated(profile, "nvlink_speed"),
          .network = stated(profile, "nics") * stated(profile, "nic_speed") / bits,
          .adds_in_node = may_add_in_node(profile),
          .adds_in_network = true};
}

std::optional<double> best_possible(const CollectiveFigure& figure, const FabricLinks& fabric,
                                    double bytes, const std::function<bool(Algorithm)>& allowed) {
  std::optional<double> bus;
  for (const Algorithm algorithm : kAlgorithms)
    if (allowed(algorithm))
      if (const auto one = bus_ceiling(figure.operation, algorithm, fabric))
        bus = std::max(bus.value_or(0), *one);
  if (!bus || figure.kind == Kind::bus_bandwidth) return bus;
  const double whole_sizes =
      *bus / bus_factor(figure.operation, fabric.nodes * fabric.ranks_per_node);
  if (figure.kind == Kind::algorithm_bandwidth) return whole_sizes;
  return bytes > 0 ? std::optional(bytes / whole_sizes) : std::nullopt;
}

std::optional<Problem> beyond_fabric(const Profile& profile, const Result& result,
                                     const Metric& metric, double value) {
  const std::optional<CollectiveFigure> figure = collective_figure(result.test, metric.name);
  if (!figure) return std::nullopt;
  const std::optional<FabricLinks> fabric = fabric_of(profile, result);
  if (!fabric) return std::nullopt;
  const auto bytes = static_cast<double>(whole(result, "bytes").value_or(0));
  const std::optional<double> best = best_possible(*figure, *fabric, bytes);
  if (!best) return std::nullopt;
  const bool is_time = figure->kind == Kind::time;
  if (is_time ? value >= *best / kOverPeak : value <= *best * kOverPeak) return std::nullopt;
  return Problem{"implausible", fmt::format("{} is {} the links of `expect` can carry, {}",
                                            format_quantity(value, metric.unit),
                                            is_time ? "faster than" : "more than",
                                            format_quantity(*best, metric.unit))};
}

}  // namespace assay
