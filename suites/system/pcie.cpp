#include <algorithm>
#include <limits>
#include <set>

#include "core/text.hpp"
#include "suites/machine/pci.hpp"
#include "suites/machine/pci_config.hpp"
#include "suites/reporting.hpp"
#include "suites/test.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

/// The device at the other end of the link that `device` describes. A root or downstream port
/// describes the link below it, everything else the one above.
const PciDevice* partner(const PciTree& tree, const PciDevice& device, const PciConfig& config) {
  using Port = PciConfig::Port;
  // Where the configuration space is closed to us: ports alternate on the way down from the root.
  const bool by_depth = device.kind == PciKind::bridge && tree.above(device).size() % 2 == 0;
  const bool faces_down =
      config.port ? *config.port == Port::root || *config.port == Port::downstream : by_depth;
  return faces_down ? tree.below(device) : tree.find(device.parent);
}

void put_link(const PciLink& link, const PciLink& other, bool idles_slower, Result& result) {
  const LinkShares both = shares(link, other);
  const auto lanes = [](std::optional<std::int64_t> width) {
    return width ? std::optional<double>(static_cast<double>(*width)) : std::nullopt;
  };
  put(result, "width_share", Unit::ratio, Better::higher, both.width);
  put(result, "width", Unit::count, Better::higher, lanes(link.width));
  put(result, "width_max", Unit::count, Better::higher, lanes(both.width_max));
  put(result, "speed", Unit::transfers_per_second, Better::higher, link.speed);
  put(result, "speed_max", Unit::transfers_per_second, Better::higher, both.speed_max);
  if (!idles_slower) put(result, "speed_share", Unit::ratio, Better::higher, both.speed);
}

/// Sum line of an AER file: "TOTAL_ERR_COR 12".
Number aer_total(const HostFiles& files, const std::string& path) {
  const Reading reading = files.read(path);
  if (!reading.ok())
    return {reading.state, {}, reading.reason.empty() ? "" : path + ": " + reading.reason};
  for (const std::string_view line : lines_of(reading.text)) {
    const auto words = words_of(line);
    if (words.size() == 2 && words[0].starts_with("TOTAL_ERR_"))
      if (const auto total = whole_number(words[1])) return {Reading::State::ok, total, ""};
  }
  return {Reading::State::unreadable, {}, path + ": no total in it"};
}

void put_errors(const Context& context, const PciDevice& device, Result& result) {
  // Where firmware keeps AER to itself the kernel offers none of these files.
  result.params["aer"] = context.files.exists(device.path + "/aer_dev_fatal");
  for (const char* kind : {"correctable", "nonfatal", "fatal"}) {
    const std::string name = std::string("aer_") + kind;
    const Number now = aer_total(context.files, device.path + "/aer_dev_" + kind);
    put_delta(result, context.counters, name, device.id + " " + name, now,
              std::numeric_limits<std::int64_t>::max());
    if (now.value && *now.value > 0) put_fact(result, name, std::to_string(*now.value));
  }
}

/// GPUs, NVSwitches, NICs, NVMe devices and all ports and bridges above them.
std::set<const PciDevice*> of_interest(const PciTree& tree) {
  std::set<const PciDevice*> chosen;
  for (const PciKind kind : {PciKind::gpu, PciKind::nvswitch, PciKind::nic, PciKind::nvme}) {
    for (const PciDevice* device : tree.of_kind(kind)) {
      chosen.insert(device);
      for (const PciDevice* bridge : tree.above(*device)) chosen.insert(bridge);
    }
  }
  return chosen;
}

void look_at(const Context& context, const PciTree& tree, const PciDevice& device,
             const PciLink& link, Results& results) {
  Result& result = results.about({.kind = "pci", .id = device.id});
  const PciConfig config = read_pci_config(context.files, device);
  const PciDevice* other = partner(tree, device, config);
  result.params["device"] = std::string(name(device.kind));
  put_fact(result, "partner", other ? other->id : "none");
  const bool gpu_link = device.kind == PciKind::gpu || (other && other->kind == PciKind::gpu);
  result.params["trains_down"] = gpu_link;
  put_link(link, other ? read_link(context.files, *other) : PciLink{}, gpu_link, result);
  put_errors(context, device, result);
  if (!link.why_not.empty()) mark_unreadable(result, link.why_not);
}

/// One result for every device of interest that has a link. A link is measured against what both of
/// its ends can do: a Gen5 card in a Gen4 slot is as it should be. The speed of an idle GPU's link
/// is not held against anything, for it trains down.
void pcie(const Context& context, Results& results) {
  const PciTree tree(context.files);
  const auto chosen = of_interest(tree);
  bool found = false;
  for (const PciDevice& device : tree.devices()) {
    if (!chosen.contains(&device)) continue;
    const PciLink link = read_link(context.files, device);
    if (!link.has_link) continue;
    found = true;
    look_at(context, tree, device, link, results);
  }
  if (!found) results.absent("no GPU, NIC or NVMe device with a PCI Express link");
}

}  // namespace

ASSAY_HOST_TEST(pcie, .summary = "PCI Express links at full width and speed, error counters (AER)",
                .seconds = {.quick = 0.3, .standard = 0.3, .burnin = 0.3},
                .metrics = {{"width_share", Unit::ratio},
                            {"width", Unit::count},
                            {"width_max", Unit::count},
                            {"speed", Unit::transfers_per_second},
                            {"speed_max", Unit::transfers_per_second},
                            {"speed_share", Unit::ratio},
                            {"aer_correctable_delta", Unit::count, Better::lower},
                            {"aer_nonfatal_delta", Unit::count, Better::lower},
                            {"aer_fatal_delta", Unit::count, Better::lower}},
                .brackets_run = true);

}  // namespace assay::ASSAY_BACKEND
