#pragma once

// What the topology module and its user agree on: plain C, so that neither cares how the other was
// built.
extern "C" {

struct AssayCore {
  int cpu, node;
};
struct AssayCache {
  int level;
  long long bytes;
  int count;
};
/// Arrays of the given capacity, to be filled; counts are what there is, which may be more than the
/// capacity.
struct AssayTopology {
  AssayCore* cores;
  int core_capacity, core_count;
  AssayCache* caches;
  int cache_capacity, cache_count;
};
/// nullptr, or why the machine could not be read.
using AssayReadTopology = const char* (*)(AssayTopology*);
inline constexpr const char* kAssayReadTopology = "assay_read_topology";
/// Binds this process, and memory that it takes from now on, to the NUMA node of that
/// operating-system number. nullptr, or why that cannot be.
using AssayBindToNumaNode = const char* (*)(int node);
inline constexpr const char* kAssayBindToNumaNode = "assay_bind_to_numa_node";
}
