#include "kernels/host/topology_module.hpp"

#include <hwloc.h>

#include <initializer_list>

namespace {

int nearest_node(hwloc_obj_t object) {
  return object->nodeset == nullptr ? 0 : hwloc_bitmap_first(object->nodeset);
}

void read_cores(hwloc_topology_t topology, AssayTopology& into) {
  into.core_count = 0;
  // A machine that does not tell cores apart still has hardware threads.
  const bool cores = hwloc_get_nbobjs_by_type(topology, HWLOC_OBJ_CORE) > 0;
  const hwloc_obj_type_t type = cores ? HWLOC_OBJ_CORE : HWLOC_OBJ_PU;
  hwloc_const_bitmap_t allowed = hwloc_topology_get_allowed_cpuset(topology);
  for (hwloc_obj_t core = nullptr;
       (core = hwloc_get_next_obj_by_type(topology, type, core)) != nullptr;) {
    int cpu = hwloc_bitmap_first(core->cpuset);
    while (cpu >= 0 && hwloc_bitmap_isset(allowed, static_cast<unsigned>(cpu)) == 0)
      cpu = hwloc_bitmap_next(core->cpuset, cpu);
    if (cpu < 0) continue;
    if (into.core_count < into.core_capacity)
      into.cores[into.core_count] = {cpu, nearest_node(core)};
    ++into.core_count;
  }
}

void read_caches(hwloc_topology_t topology, AssayTopology& into) {
  into.cache_count = 0;
  for (const hwloc_obj_type_t type :
       {HWLOC_OBJ_L1CACHE, HWLOC_OBJ_L2CACHE, HWLOC_OBJ_L3CACHE, HWLOC_OBJ_L4CACHE}) {
    const int count = hwloc_get_nbobjs_by_type(topology, type);
    hwloc_obj_t first = hwloc_get_obj_by_type(topology, type, 0);
    if (count < 1 || first == nullptr || first->attr->cache.size == 0) continue;
    if (into.cache_count < into.cache_capacity)
      into.caches[into.cache_count] = {static_cast<int>(first->attr->cache.depth),
                                       static_cast<long long>(first->attr->cache.size), count};
    ++into.cache_count;
  }
}

const char* bind(hwloc_topology_t topology, int node) {
  hwloc_obj_t object = nullptr;
  while ((object = hwloc_get_next_obj_by_type(topology, HWLOC_OBJ_NUMANODE, object)) != nullptr &&
         object->os_index != static_cast<unsigned>(node))
    continue;
  if (object == nullptr) return "this process may use no such NUMA node";
  if (hwloc_bitmap_iszero(object->cpuset) != 0) return "the NUMA node has no CPU";
  if (hwloc_set_cpubind(topology, object->cpuset, HWLOC_CPUBIND_PROCESS) != 0)
    return "the kernel refuses to bind CPUs";
  if (hwloc_set_membind(topology, object->nodeset, HWLOC_MEMBIND_BIND,
                        HWLOC_MEMBIND_PROCESS | HWLOC_MEMBIND_BYNODESET) != 0)
    return "the kernel refuses to bind memory";
  return nullptr;
}

/// Calls `use` with the topology of what this process may use. nullptr, or why that cannot be.
template <class Use>
const char* with_topology(const Use& use) {
  hwloc_topology_t topology = nullptr;
  if (hwloc_topology_init(&topology) != 0) return "hwloc_topology_init failed";
  // What a process may use is its binding, not only its control group.
  hwloc_topology_set_flags(
      topology, HWLOC_TOPOLOGY_FLAG_RESTRICT_TO_CPUBINDING | HWLOC_TOPOLOGY_FLAG_IS_THISSYSTEM);
  const char* failure =
      hwloc_topology_load(topology) == 0 ? use(topology) : "hwloc_topology_load failed";
  hwloc_topology_destroy(topology);
  return failure;
}

}  // namespace

extern "C" __attribute__((visibility("default"))) const char* assay_read_topology(
    AssayTopology* into) {
  return with_topology([into](hwloc_topology_t topology) -> const char* {
    read_cores(topology, *into);
    read_caches(topology, *into);
    return nullptr;
  });
}

extern "C" __attribute__((visibility("default"))) const char* assay_bind_to_numa_node(int node) {
  return with_topology([node](hwloc_topology_t topology) { return bind(topology, node); });
}
