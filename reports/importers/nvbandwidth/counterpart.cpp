#include <algorithm>
#include <array>

#include "reports/importers/nvbandwidth/results.hpp"

namespace assay::nvbandwidth {
namespace {

struct Known {
  std::string_view stem;  ///< of the name, without _ce or _sm
  std::string_view test, metric;
  bool is_pair = false, row_is_from = true;
  double factor = 1;
};

// Who copies decides on the direction, not the arrow of the description: in tests that read the
// row's GPU takes from the column's (nvbandwidth, testcases_ce.cpp, arguments of doMemcpy).
constexpr std::array<Known, 19> kKnown{{
    {"host_to_device_memcpy", "link.host_to_device", "bandwidth"},
    {"device_to_host_memcpy", "link.device_to_host", "bandwidth"},
    {"host_to_device_bidirectional_memcpy", "link.bidirectional", "host_to_device_bandwidth"},
    {"device_to_host_bidirectional_memcpy", "link.bidirectional", "device_to_host_bandwidth"},
    {"device_to_device_memcpy_read", "link.peer", "read_bandwidth", true, false},
    {"device_to_device_memcpy_write", "link.peer", "bandwidth", true},
    {"device_to_device_bidirectional_memcpy_read", "link.peer", "both_ways_read_bandwidth", true,
     false},
    {"device_to_device_bidirectional_memcpy_write", "link.peer", "both_ways_bandwidth", true},
    {"all_to_host_memcpy", "link.all_to_host", "bandwidth"},
    {"all_to_host_bidirectional_memcpy", "link.all_to_host", "loaded_bandwidth"},
    {"host_to_all_memcpy", "link.host_to_all", "bandwidth"},
    {"host_to_all_bidirectional_memcpy", "link.host_to_all", "loaded_bandwidth"},
    {"all_to_one_write", "link.all_to_one", "bandwidth"},
    {"all_to_one_read", "link.all_to_one", "read_bandwidth"},
    {"one_to_all_write", "link.one_to_all", "bandwidth"},
    {"one_to_all_read", "link.one_to_all", "read_bandwidth"},
    {"host_device_latency", "link.host_latency", "latency"},
    {"device_to_device_latency", "link.peer", "latency", true, false},
    {"device_local_copy", "memory.copy", "copy_engine_bandwidth", false, true, 2},
}};

}  // namespace

Counterpart counterpart_of(const std::string& name) {
  std::string_view stem = name;
  const bool by_kernel = stem.ends_with("_sm");
  if (by_kernel || stem.ends_with("_ce")) stem.remove_suffix(3);
  const auto* known = std::find_if(kKnown.begin(), kKnown.end(),
                                   [&](const Known& row) { return row.stem == stem; });
  if (known == kKnown.end()) return {.test = "nvbandwidth." + name, .metric = "", .is_pair = false};
  std::string metric(known->metric);
  // Latencies are by kernels alone; a write by a kernel is this program's sm_bandwidth.
  if (by_kernel && metric != "latency") metric = "sm_" + metric;
  return {std::string(known->test), metric, known->is_pair, known->row_is_from, known->factor};
}

}  // namespace assay::nvbandwidth
