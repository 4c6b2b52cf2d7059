#include "suites/machine/infiniband.hpp"

#include <algorithm>

#include "suites/machine/link_quality.hpp"
#include "suites/machine/pci.hpp"
#include "suites/reporting.hpp"
#include "suites/test.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

/// 1 if the state file ends with `wanted` ("4: ACTIVE"), 0 if it says something else.
std::optional<double> is_in(const Reading& state, std::string_view wanted) {
  if (!state.ok() || state.text.empty()) return std::nullopt;
  return state.text.ends_with(wanted) ? 1 : 0;
}

void put_state(const RdmaPort& port, const std::vector<RdmaPort>& ports, Result& result) {
  put(result, "active", Unit::count, Better::higher, is_in(port.state, ": ACTIVE"));
  put(result, "link_up", Unit::count, Better::higher, is_in(port.physical_state, ": LinkUp"));
  put(result, "rate", Unit::bits_per_second, Better::higher, port.rate);
  // A port without another of its board to compare with is its own measure: a profile must name its
  // rate.
  const auto peer = peer_rate(ports, port);
  result.params["has_peer"] = peer.has_value();
  std::optional<double> share;
  if (port.rate) share = *port.rate / std::max(peer.value_or(0), *port.rate);
  put(result, "rate_share", Unit::ratio, Better::higher, share);
  put_fact(result, "state", port.state.text);
  put_fact(result, "physical_state", port.physical_state.text);
  put_fact(result, "rate", port.rate_text.text);
}

void put_counter(const Context& context, const std::string& port, const PortCounter& counter,
                 Result& result) {
  const std::string name(counter.kind->name);
  const std::int64_t maximum = counter_maximum(counter.kind->bits, counter.now.value.value_or(0));
  put_delta(result, context.counters, name, port + " " + name, counter.now, maximum);
  if (counter.now.value && *counter.now.value > 0)
    put_fact(result, name, std::to_string(*counter.now.value));
  const auto added = result.metrics.back().value;
  constexpr double hour_s = 3600;
  std::optional<double> rate;
  if (added) rate = *added / context.counters.elapsed_s() * hour_s;
  put(result, name + "_per_hour", Unit::count, Better::lower, rate);
}

void put_quality(const HostFiles& files, const std::string& tool, const RdmaPort& port,
                 Result& result) {
  if (tool.empty()) {
    put_fact(result, "ber", "mlxlink not installed");
    return;
  }
  const LinkQuality quality =
      read_link_quality(files, tool, port.device, port.id.substr(port.device.size() + 1));
  put(result, "raw_ber", Unit::ratio, Better::lower, quality.raw_ber);
  put(result, "effective_ber", Unit::ratio, Better::lower, quality.effective_ber);
  if (quality.symbol_ber) put(result, "symbol_ber", Unit::ratio, Better::lower, quality.symbol_ber);
  put_fact(result, "fec", quality.fec);
  put_fact(result, "ber_unknown", quality.why_not);
}

/// A port that is there and does not say how it is must not pass.
void check_readable(const RdmaPort& port, Result& result) {
  const std::string folder = "port " + port.id + " does not state ";
  if (!port.state.ok()) mark_unreadable(result, folder + "whether it is active");
  if (!port.physical_state.ok()) mark_unreadable(result, folder + "whether its link is up");
  if (!port.rate) mark_unreadable(result, folder + "its rate");
}

bool has_rdma_adapter(const HostFiles& files) {
  constexpr std::int64_t mellanox = 0x15b3;
  const PciTree tree(files);
  const auto nics = tree.of_kind(PciKind::nic);
  return std::any_of(nics.begin(), nics.end(),
                     [](const PciDevice* nic) { return nic->vendor == mellanox; });
}

/// One result for every port of every RDMA device, InfiniBand or RoCE.
void infiniband(const Context& context, Results& results) {
  const auto ports = read_rdma_ports(context.files);
  if (ports.empty()) {
    if (has_rdma_adapter(context.files))
      results.skip("an RDMA adapter without an RDMA driver");
    else
      results.absent("no RDMA device");
    return;
  }
  const std::string tool = find_mlxlink(context.files);
  for (const RdmaPort& port : ports) {
    Result& result = results.about({.kind = "port", .id = port.id});
    result.params["link_layer"] = port.link_layer;
    result.params["board"] = port.board;
    put_state(port, ports, result);
    for (const PortCounter& counter : port.counters) put_counter(context, port.id, counter, result);
    if (context.counters.has_opening()) put_quality(context.files, tool, port, result);
    check_readable(port, result);
  }
}

std::vector<MetricSpec> declared() {
  std::vector<MetricSpec> metrics{{"active", Unit::count},
                                  {"link_up", Unit::count},
                                  {"rate", Unit::bits_per_second},
                                  {"rate_share", Unit::ratio}};
  for (const PortCounterKind& kind : port_counter_kinds())
    for (const char* suffix : {"_delta", "_per_hour"})
      metrics.push_back({std::string(kind.name) + suffix, Unit::count, Better::lower});
  for (const char* rate : {"raw_ber", "effective_ber", "symbol_ber"})
    metrics.push_back({rate, Unit::ratio, Better::lower});
  return metrics;
}

}  // namespace

ASSAY_HOST_TEST(infiniband, .summary = "RDMA ports up at full rate, error counters during the run",
                .seconds = {.quick = 0.3, .standard = 0.3, .burnin = 0.3}, .metrics = declared(),
                .brackets_run = true);

}  // namespace assay::ASSAY_BACKEND
