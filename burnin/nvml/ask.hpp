#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "burnin/nvml/answer.hpp"
#include "burnin/nvml/api.hpp"
#include "burnin/nvml/nvml.hpp"

// How the readers in this folder put questions to NVML.

namespace assay::nvml {

/// "nvmlDeviceGetPowerUsage of 0000:3b:00.0: GPU is lost"
[[nodiscard]] std::string failure(const Api& api, const char* call, const std::string& pci,
                                  Status status);

/// This GPU, this driver or this board has no such thing.
[[nodiscard]] bool is_unsupported(Status status) noexcept;

[[nodiscard]] inline Device device_of(const NvmlGpu& gpu) {
  return static_cast<Device>(gpu.device());
}

/// `value` as the answer of `call`, which ended with `status`.
template <class T, class C>
Answer<T> answered(const NvmlGpu& gpu, const C& call, Status status, T value) {
  if (status == Status::ok) return {std::move(value), ""};
  if (is_unsupported(status)) return {};
  return {std::nullopt, failure(gpu.api(), call.name(), gpu.pci(), status)};
}

/// A function(device, before..., T*).
template <class T, class C, class... Before>
Answer<T> ask(const NvmlGpu& gpu, const C& call, Before... before) {
  T value{};
  const Status status = call(device_of(gpu), before..., &value);
  return answered(gpu, call, status, value);
}

/// A structure that begins with its version.
template <class T, class C>
Answer<T> ask_versioned(const NvmlGpu& gpu, const C& call, unsigned version) {
  T value{};
  value.version = version_word<T>(version);
  const Status status = call(device_of(gpu), &value);
  return answered(gpu, call, status, value);
}

[[nodiscard]] Answer<std::string> ask_text(const NvmlGpu& gpu, const Text& call);

/// Two numbers of one call.
struct Two {
  unsigned first, second;
};
[[nodiscard]] Answer<Two> ask_two(const NvmlGpu& gpu, const Pair& call);

/// Which field, and of which link where it is one of a link.
struct FieldId {
  unsigned id, scope = 0;
};
/// One answer for each of the fields. Counts that do not fit are failures.
[[nodiscard]] std::vector<Answer<std::int64_t>> ask_fields(const NvmlGpu& gpu,
                                                           std::span<const FieldId> fields);
[[nodiscard]] Answer<std::int64_t> ask_field(const NvmlGpu& gpu, FieldId field);

/// A counter. All ones is what a device that has left the bus reads, and no count.
[[nodiscard]] Answer<std::int64_t> as_count(Wide value);

/// A function(device, before..., Wide*) that counts.
template <class C, class... Before>
Answer<std::int64_t> ask_count(const NvmlGpu& gpu, const C& call, Before... before) {
  const Answer<Wide> wide = ask<Wide>(gpu, call, before...);
  if (!wide.value) return {std::nullopt, wide.failure};
  Answer<std::int64_t> count = as_count(*wide.value);
  if (!count.value)
    count.failure = std::string(call.name()) + " of " + gpu.pci() + ": " + count.failure;
  return count;
}

/// A function(device, unsigned*), as a count.
[[nodiscard]] Answer<std::int64_t> ask_number(const NvmlGpu& gpu, const Number& call);

}  // namespace assay::nvml
