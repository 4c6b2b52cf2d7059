#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "burnin/nvml/nvml.hpp"

namespace assay {

/// An error that the driver reported; its number is explained in NVIDIA's "XID Errors".
struct Xid {
  std::string pci;  ///< "" where NVML names none of the watched GPUs
  std::int64_t code = 0;
};

/// Waits for Xids of some GPUs, from its making on. `nvml` must outlive it.
class XidWatch {
 public:
  /// GPUs whose driver reports no Xids are left out. Throws Error if NVML knows no events or none
  /// of `gpus` reports any.
  XidWatch(const Nvml& nvml, const std::vector<NvmlGpu>& gpus);
  XidWatch(const XidWatch&) = delete;
  XidWatch& operator=(const XidWatch&) = delete;
  ~XidWatch();

  /// The next Xid, waited for at most `timeout_s` (0 = not at all). NVML may come back sooner with
  /// nothing. Of several Xids of one GPU between two calls it keeps only the last. Throws Error if
  /// waiting fails.
  [[nodiscard]] std::optional<Xid> next(double timeout_s);

 private:
  struct Events;
  std::unique_ptr<Events> events_;
};

}  // namespace assay
