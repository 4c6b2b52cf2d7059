#include <set>

#include "core/text.hpp"
#include "suites/machine/inventory.hpp"
#include "suites/machine/pci.hpp"
#include "suites/reporting.hpp"
#include "suites/test.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

std::string distinct(const std::vector<Cpu>& cpus, std::string Cpu::*member) {
  std::set<std::string> values;
  for (const Cpu& cpu : cpus) values.insert(cpu.*member);
  values.erase("");
  return joined({values.begin(), values.end()}, ", ");
}

void put_words(Result& result, const Node& node) {
  put_fact(result, "hostname", node.hostname);
  put_fact(result, "machine_id", node.machine_id);
  put_fact(result, "serial", node.serial);
  put_fact(result, "board_serial", node.board_serial);
  put_fact(result, "vendor", node.vendor);
  put_fact(result, "product", node.product);
  put_fact(result, "bios", node.bios);
  put_fact(result, "boot_id", node.boot_id);
  put_fact(result, "hypervisor", node.hypervisor.empty() ? "none" : node.hypervisor);
  put_fact(result, "cpu_model", distinct(node.cpus, &Cpu::model));
  put_fact(result, "cpu_microcode", distinct(node.cpus, &Cpu::microcode));
  for (const auto& [what, version] : node.software) put_fact(result, what, version);
}

std::size_t driven_gpus(const Node& node) {
  std::size_t count = 0;
  for (const Gpu& gpu : node.gpus) count += gpu.uuid.empty() ? 0 : 1;
  return count;
}

/// Who this machine is, and how many of each kind of device it sees.
void identity(const Context& context, Results& results) {
  const Node node = read_node(context.files);
  const PciTree pci(context.files);
  Result& result = results.device();
  put_words(result, node);
  const auto count = [&](const char* what, std::size_t found) {
    put(result, what, Unit::count, Better::higher, static_cast<double>(found));
  };
  count("gpus", node.gpus.size());
  count("gpus_driven", driven_gpus(node));
  count("nics", node.nics.size());
  count("rdma_devices", context.files.list("/sys/class/infiniband").size());
  count("nvme_devices", pci.of_kind(PciKind::nvme).size());
  count("nvswitches", pci.of_kind(PciKind::nvswitch).size());
  count("sockets", node.cpus.size());
}

}  // namespace

ASSAY_HOST_TEST(identity, .summary = "who this machine is: names, serials, firmware, devices found",
                .seconds = {.quick = 0.2, .standard = 0.2, .burnin = 0.2},
                .metrics = {{"gpus", Unit::count},
                            {"gpus_driven", Unit::count},
                            {"nics", Unit::count},
                            {"rdma_devices", Unit::count},
                            {"nvme_devices", Unit::count},
                            {"nvswitches", Unit::count},
                            {"sockets", Unit::count}});

}  // namespace assay::ASSAY_BACKEND
