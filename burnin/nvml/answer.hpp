#pragma once
#include <optional>
#include <string>
#include <utility>

namespace assay {

/// What NVML said to one question. Neither value nor failure: this GPU or driver does not support
/// it, which is a fact and no fault.
template <class T>
struct Answer {
  std::optional<T> value;
  /// Names call, device and status: "nvmlDeviceGetPowerUsage of 0000:3b:00.0: GPU is lost".
  std::string failure;

  [[nodiscard]] bool supported() const noexcept { return value || !failure.empty(); }
  /// The same answer, the value turned by `f`.
  template <class F>
  [[nodiscard]] auto map(F f) const -> Answer<decltype(f(std::declval<const T&>()))> {
    if (!value) return {std::nullopt, failure};
    return {f(*value), ""};
  }
};

}  // namespace assay
