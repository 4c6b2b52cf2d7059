#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collectives/elements.hpp"
#include "collectives/nccl/profiler/record.hpp"

namespace assay::nccl {

/// What NCCL told our profiler plugin of the calls that it carried out.
struct Profile {
  std::vector<CallRecord> calls;
  TrafficRecord traffic{};
};

/// How NCCL carried out calls of one kind.
struct Execution {
  std::string algorithm;  ///< "RING", "NVLS"
  std::string protocol;   ///< "LL128"
  int channels = 0;
  friend bool operator==(const Execution&, const Execution&) = default;
};

/// How calls of `function` ("AllReduce") of `bytes` bytes were carried out, in the size that
/// docs/metrics/collective.md counts. `type` tells calls of one size apart where NCCL knows it, of
/// operations that reduce. Absent where there were none, they were carried out in more than one
/// way, NCCL did not say how, or calls were lost of which nothing is known.
[[nodiscard]] std::optional<Execution> execution_of(const Profile& profile,
                                                    std::string_view function, std::int64_t bytes,
                                                    std::optional<ElementType> type);

}  // namespace assay::nccl
