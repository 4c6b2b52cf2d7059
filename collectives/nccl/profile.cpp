#include "collectives/nccl/profile.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace assay::nccl {
namespace {

constexpr std::array<std::pair<std::string_view, ElementType>, 11> kTypes{
    {{"ncclInt8", ElementType::int8},
     {"ncclInt32", ElementType::int32},
     {"ncclUint32", ElementType::uint32},
     {"ncclInt64", ElementType::int64},
     {"ncclUint64", ElementType::uint64},
     {"ncclFloat16", ElementType::fp16},
     {"ncclBfloat16", ElementType::bf16},
     {"ncclFloat32", ElementType::fp32},
     {"ncclFloat64", ElementType::fp64},
     {"ncclFloat8e4m3", ElementType::fp8_e4m3},
     {"ncclFloat8e5m2", ElementType::fp8_e5m2}}};

/// Its end may be missing in what another program left there.
std::string_view text_of(const RecordedName& name) {
  return {name.data(),
          static_cast<std::size_t>(std::find(name.begin(), name.end(), '\0') - name.begin())};
}

/// Unsigned bytes have no name of their own in NCCL: "Unknown".
std::optional<ElementType> type_of(const CallRecord& call) {
  const auto* found = std::find_if(kTypes.begin(), kTypes.end(), [&](const auto& type) {
    return type.first == text_of(call.type);
  });
  if (found == kTypes.end()) return std::nullopt;
  return found->second;
}

bool is_in_blocks(std::string_view function) {
  return function == "AllGather" || function == "ReduceScatter";
}

bool reduces(std::string_view function) {
  return function == "AllReduce" || function == "ReduceScatter" || function == "Reduce";
}

bool is_of(const CallRecord& call, std::string_view function, std::int64_t bytes,
           std::optional<ElementType> type) {
  const std::optional<ElementType> told = type_of(call);
  if (!told || text_of(call.function) != function) return false;
  if (type && reduces(function) && *told != *type) return false;
  // Wraps around where the plugin was told nonsense, and then does not match.
  std::uint64_t size = call.count * static_cast<std::uint64_t>(bytes_of(*told));
  if (is_in_blocks(function)) size *= static_cast<std::uint64_t>(std::max(call.ranks, 0));
  return std::cmp_equal(size, bytes);
}

bool is_told(std::string_view word) { return !word.empty() && word != "Unknown"; }

}  // namespace

std::optional<Execution> execution_of(const Profile& profile, std::string_view function,
                                      std::int64_t bytes, std::optional<ElementType> type) {
  if (profile.traffic.lost > 0) return std::nullopt;
  std::optional<Execution> found;
  for (const CallRecord& call : profile.calls) {
    if (!is_of(call, function, bytes, type)) continue;
    if (!is_told(text_of(call.algorithm)) || !is_told(text_of(call.protocol))) return std::nullopt;
    const Execution one{std::string(text_of(call.algorithm)), std::string(text_of(call.protocol)),
                        call.channels};
    if (found && *found != one) return std::nullopt;
    found = one;
  }
  return found;
}

}  // namespace assay::nccl
