#include "cli/fabric/ports.hpp"

#include "cli/run/gravest.hpp"
#include "collectives/nccl/rail.hpp"
#include "suites/machine/infiniband.hpp"

namespace assay {
namespace {

Variant variant_of(const RdmaPort& port) {
  Variant variant{port.id, nccl::environment_for(nccl::port_from(port.id))};
  if (!is_active(port)) variant.against = "port " + port.id + " is not active: " + port.state.text;
  return variant;
}

}  // namespace

void add_ports(Plan& plan, const HostFiles& files) {
  for (PlannedTest& test : plan.tests) {
    if (!test.each_port) continue;
    for (const RdmaPort& port : read_rdma_ports(files)) test.variants.push_back(variant_of(port));
  }
}

std::vector<PlannedTest> each_variant(const PlannedTest& test) {
  if (test.variants.empty()) return {test};
  std::vector<PlannedTest> all;
  for (const Variant& variant : test.variants) {
    PlannedTest& one = all.emplace_back(test);
    one.seconds /= static_cast<double>(test.variants.size());
    one.variants.clear();
    one.variant = variant;
  }
  return all;
}

Result result_on_port(const PlannedTest& test, const std::vector<Result>& results) {
  Result result = gravest(results);
  result.reason = with_device(result);
  result.subject = {.kind = "port", .id = test.variant.name};
  result.params["port"] = test.variant.name;
  return result;
}

}  // namespace assay
