#include "kernels/device.hpp"

namespace assay {

bool is_gpu(const DeviceFacts& facts) noexcept { return facts.subject.kind == "gpu"; }

std::int64_t last_level_bytes(const DeviceFacts& facts) noexcept {
  return facts.caches.empty() ? 0 : facts.caches.back().bytes * facts.caches.back().count;
}

}  // namespace assay
