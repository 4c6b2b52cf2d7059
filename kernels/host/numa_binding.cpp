#include "kernels/host/numa_binding.hpp"

#include <string>

#include "core/error.hpp"
#include "core/shared_library.hpp"
#include "kernels/host/topology_module.hpp"

namespace assay::host {

void bind_to_numa_node(int node) {
  const SharedLibrary module(module_path("topology").string());
  const auto bind = module.symbol<AssayBindToNumaNode>(kAssayBindToNumaNode);
  if (const char* failure = bind(node))
    throw Error("bind to NUMA node " + std::to_string(node) + ": " + failure);
}

}  // namespace assay::host
