#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/facts.hpp"
#include "kernels/number_type.hpp"

namespace assay {

class Chase;
class Copies;
class Digest;
class Fma;
class Gemm;
class Launches;
class Streams;

/// One level of the memory hierarchy as one execution unit sees it.
struct CacheLevel {
  int level = 1;           ///< 1 = L1 data
  std::int64_t bytes = 0;  ///< capacity of one
  int count = 1;           ///< how many of them the device has
};

/// What a device says of itself. Absent = it does not say.
struct DeviceFacts {
  Subject subject;
  std::string pci;                 ///< "0000:1b:00.0"; "" = not on that bus
  std::string name;                ///< "NVIDIA H100 80GB HBM3", "Intel(R) Xeon(R) ..."
  int units = 1;                   ///< cores that may be used, or SMs
  std::string isa;                 ///< instruction set of its kernels: "avx512", "sm_90a"
  std::int64_t free_bytes = 0;     ///< memory that a test may take, now
  std::int64_t memory_bytes = 0;   ///< all of it
  std::vector<CacheLevel> caches;  ///< from the fastest
  std::optional<double> peak_bytes_per_second;  ///< main memory, computed
  /// Operations a second that all units reach together at the highest clock, computed: by matrix
  /// units where there are some, and by others.
  std::map<NumberType, double> peak_matrix_ops, peak_vector_ops;
};

/// True of a GPU, and of a host device that stands in for one where there is none.
[[nodiscard]] bool is_gpu(const DeviceFacts& facts) noexcept;

/// All caches of the last level together, 0 if none is known. Bandwidth tests take several times
/// that.
[[nodiscard]] std::int64_t last_level_bytes(const DeviceFacts& facts) noexcept;

/// The port behind which every kernel runs: the half of a backend that needs no templates. A
/// backend's Exec adds alloc, for_each, verify and sample, which do (kernels/host/exec.hpp is the
/// model). Tuned kernels are ports of their own; a device without one throws Error naming it.
class Device {
 public:
  Device() = default;
  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;
  virtual ~Device() = default;
  [[nodiscard]] virtual const DeviceFacts& facts() const = 0;
  [[nodiscard]] virtual Streams& streams() = 0;
  [[nodiscard]] virtual Gemm& gemm() = 0;
  [[nodiscard]] virtual Fma& fma() = 0;
  [[nodiscard]] virtual Chase& chase() = 0;
  [[nodiscard]] virtual Digest& digest() = 0;
  [[nodiscard]] virtual Copies& copies() = 0;
  [[nodiscard]] virtual Launches& launches() = 0;
};

}  // namespace assay
