#include <algorithm>
#include <limits>

#include "suites/machine/memory_controllers.hpp"
#include "suites/reporting.hpp"
#include "suites/test.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

std::optional<double> as_double(std::optional<std::int64_t> value) {
  return value ? std::optional<double>(static_cast<double>(*value)) : std::nullopt;
}

void put_sizes(const HostFiles& files, Result& result) {
  const auto usable = as_double(memory_total(files, "/proc/meminfo"));
  put(result, "bytes", Unit::bytes, Better::higher, usable);
  const auto nodes = numa_bytes(files);
  if (!nodes.empty()) {
    const auto [least, most] = std::minmax_element(nodes.begin(), nodes.end());
    put(result, "numa_nodes", Unit::count, Better::higher, static_cast<double>(nodes.size()));
    put(result, "numa_balance", Unit::ratio, Better::higher,
        static_cast<double>(*least) / static_cast<double>(*most));
  } else {
    put_unknown(result, "numa_nodes", Unit::count, Better::higher, "no node states its memory");
  }
  const auto modules = read_modules(files);
  put_fact(result, "modules", modules ? modules->source : "neither SMBIOS nor EDAC tells");
  if (!modules) return;
  const auto installed = static_cast<double>(modules->bytes);
  put(result, "modules", Unit::count, Better::higher, static_cast<double>(modules->count));
  put(result, "installed_bytes", Unit::bytes, Better::higher, installed);
  if (usable) put(result, "usable_share", Unit::ratio, Better::higher, *usable / installed);
}

void put_errors(const Context& context, const MemoryController& controller, Result& result) {
  constexpr std::int64_t most = std::numeric_limits<std::int32_t>::max();  // EDAC counts in an int
  put_fact(result, "controller", controller.name);
  const auto one = [&](const std::string& name, const Number& now) {
    if (now.value) put(result, name, Unit::count, Better::lower, static_cast<double>(*now.value));
    put_delta(result, context.counters, name, controller.id + " " + name, now, most);
    if (now.state != Reading::State::ok)
      mark_unreadable(result, now.reason.empty() ? controller.id + " has no " + name : now.reason);
  };
  one("edac_corrected", controller.corrected);
  one("edac_uncorrected", controller.uncorrected);
}

/// Memory that the kernel uses, on the node; ECC errors, one result a memory controller.
void memory(const Context& context, Results& results) {
  put_sizes(context.files, results.device());
  const auto controllers = read_memory_controllers(context.files);
  if (controllers.empty())
    mark_absent(results.about({.kind = "memory", .id = "edac"}),
                "no driver counts memory errors (EDAC)");
  for (const MemoryController& controller : controllers)
    put_errors(context, controller, results.about({.kind = "memory", .id = controller.id}));
}

}  // namespace

ASSAY_HOST_TEST(memory, .summary = "memory size, modules, NUMA nodes, ECC errors during the run",
                .seconds = {.quick = 0.2, .standard = 0.2, .burnin = 0.2},
                .metrics = {{"bytes", Unit::bytes},
                            {"numa_nodes", Unit::count},
                            {"numa_balance", Unit::ratio},
                            {"modules", Unit::count},
                            {"installed_bytes", Unit::bytes},
                            {"usable_share", Unit::ratio},
                            {"edac_corrected", Unit::count, Better::lower},
                            {"edac_corrected_delta", Unit::count, Better::lower},
                            {"edac_uncorrected", Unit::count, Better::lower},
                            {"edac_uncorrected_delta", Unit::count, Better::lower}},
                .brackets_run = true);

}  // namespace assay::ASSAY_BACKEND
