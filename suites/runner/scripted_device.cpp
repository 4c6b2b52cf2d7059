#include "suites/runner/scripted_device.hpp"

namespace assay {

DeviceFacts facts_of(const ScriptedDevice& device, const Subject& subject) {
  DeviceFacts facts;
  facts.subject = subject;
  facts.name = device.name;
  facts.units = static_cast<int>(device.units);
  facts.free_bytes = facts.memory_bytes = device.memory_bytes;
  facts.caches = {{1, 32 << 10}, {2, 256 << 10}};
  facts.peak_bytes_per_second = device.rates.bytes_per_second;
  return facts;
}

Script with_rates(Script script, const ScriptedDevice& device) {
  script.bytes_per_second = device.rates.bytes_per_second;
  script.flops_per_second = device.rates.flops_per_second;
  script.link_bytes_per_second = device.rates.link_bytes_per_second;
  script.seconds_per_call = device.rates.seconds_per_call;
  return script;
}

}  // namespace assay
