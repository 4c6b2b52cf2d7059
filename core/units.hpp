#pragma once
#include <optional>
#include <string_view>

namespace assay {

/// Every stored number is in one of these base units; scaling (GB/s, ms) happens in printers only.
enum class Unit {
  seconds,
  bytes,
  bytes_per_second,
  flops,           ///< floating-point operations per second
  flops_per_watt,  ///< floating-point operations per joule
  ops,             ///< integer operations per second
  ops_per_watt,    ///< integer operations per joule
  per_second,      ///< events or accesses per second
  hertz,
  watts,
  joules,
  celsius,
  kelvin_per_watt,
  transfers_per_second,  ///< PCIe signalling rate of a lane (2.5e9, 32e9, ...)
  bits_per_second,       ///< network line rate
  ratio,                 ///< dimensionless: a share, an efficiency, an error rate
  count
};

/// The SI symbol that stands in reports: "s", "B", "B/s", "FLOP/s", ... Never empty.
[[nodiscard]] std::string_view symbol(Unit unit) noexcept;

/// The unit whose symbol() is `text`, nothing if there is none.
[[nodiscard]] std::optional<Unit> unit_from_symbol(std::string_view text) noexcept;

/// Work one call of a kernel does, by counting from the source, not by measuring.
struct Cost {
  double bytes = 0;       ///< bytes read + written
  double flops = 0;       ///< arithmetic operations
  double link_bytes = 0;  ///< bytes that cross a link, to the host or to another device
};

}  // namespace assay
