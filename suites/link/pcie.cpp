#include "suites/gpu_counters.hpp"
#include "suites/link/copy.hpp"
#include "suites/machine/pci.hpp"
#include "suites/reporting.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

/// What the link shows now, held against what both of its ends can do.
void put_shares(Result& result, const Context& context, const std::string& address) {
  const PciTree tree(context.files);
  const PciDevice* gpu = tree.find(address);
  if (gpu == nullptr) {
    const std::string reason = address.empty() ? "the device does not say where it is on the bus"
                                               : "sysfs shows no PCI device " + address;
    put_unknown(result, "speed_share", Unit::ratio, Better::higher, reason);
    put_unknown(result, "width_share", Unit::ratio, Better::higher, reason);
    return;
  }
  const PciDevice* port = tree.find(gpu->parent);
  const PciLink link = read_link(context.files, *gpu);
  const LinkShares both = shares(link, port ? read_link(context.files, *port) : PciLink{});
  put(result, "speed_share", Unit::ratio, Better::higher, both.speed);
  put(result, "width_share", Unit::ratio, Better::higher, both.width);
  put_fact(result, "pci", address);
  put_fact(result, "partner", port ? port->id : "");
  put_fact(result, "link_unknown", link.why_not);
}

/// An idle GPU trains its link down, so it is looked at while copies run.
void pcie(Exec& exec, const Context& context, Results& results) {
  constexpr int copies_meanwhile = 32;  // some 50 ms of work that is not waited for
  const std::size_t n = link_words(context, 1);
  Result& result = results.device();
  describe_link(result, exec, context, n);
  const Payload sent{context.data, context.seed};
  const auto source = exec.alloc_host<LinkWord>(n);
  exec.fill_host(source, sent);
  const auto target = exec.alloc<LinkWord>(n);
  const auto load = [&] {
    exec.copies().copy(Mover::copy_engine, target.data(), source.data(), n * sizeof(LinkWord));
  };
  GpuBracket counters(context.files, exec.facts().pci,
                      {{"pcie_replays_delta", Unit::count, Better::lower}},
                      [](const Look& look, const GpuHealth& health) {
                        look.delta("pcie_replays", health.pcie_replays);
                      });
  const auto bytes = static_cast<double>(n * sizeof(LinkWord));
  const Sampled sampled = exec.sample({.seconds = 0.5 * context.seconds}, link_cost(bytes), load);
  result.steady = sampled.steady;
  result.metrics.push_back(sampled_metric("load_bandwidth", Unit::bytes_per_second, Better::higher,
                                          rates(sampled, bytes)));
  for (int i = 0; i < copies_meanwhile; ++i) load();
  put_shares(result, context, exec.facts().pci);
  exec.wait();
  counters.close(result);
  check_arrival(exec, result, "wrong word after a copy to the device", target, sent);
}

}  // namespace

ASSAY_GPU_TEST(pcie, .summary = "speed and width of a GPU's PCI Express link under load",
               .seconds = {.standard = 2, .burnin = 2},
               .metrics = {{"load_bandwidth", Unit::bytes_per_second},
                           {"speed_share", Unit::ratio},
                           {"width_share", Unit::ratio},
                           {"pcie_replays_delta", Unit::count, Better::lower}},
               .timed = true, .verified = true);

}  // namespace assay::ASSAY_BACKEND
