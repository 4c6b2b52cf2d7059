#pragma once
#include <limits>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "reports/history/questions.hpp"

namespace assay::history {

/// The values of one metric on all devices over some nights.
struct PastColumn {
  MetricKey metric;
  std::vector<std::uint32_t> devices;  ///< indices into Past::devices, ascending
  std::vector<float> values;  ///< of devices[d] in nights[n] at [d * nights + n]; NaN = absent

  /// The values of Past::devices[device], one a night; empty where it has none.
  [[nodiscard]] std::span<const float> of(std::uint32_t device) const;
};

/// What earlier nights measured, for whoever judges a fleet: 4 bytes a value.
struct Past {
  std::vector<NightNumber> nights;  ///< ascending
  std::vector<KnownDevice> devices;
  std::vector<PastColumn> columns;  ///< in order of their metrics

  /// nullptr where no night has it.
  [[nodiscard]] const PastColumn* find(const MetricKey& metric) const;
  /// Index of the device with this key or serial; nothing where there is none, or more than one
  /// has that serial.
  [[nodiscard]] std::optional<std::uint32_t> device(const std::string& serial) const;
  /// To be called when `devices` has changed.
  void index_names();

 private:
  std::unordered_map<std::string, std::optional<std::uint32_t>> by_name_;
};

/// The last `count` nights before `before`, of the metrics of test and name "TEST.METRIC" in
/// `metrics` (empty: all). Of several runs in one night the last counts.
[[nodiscard]] Past past(History& history, NightNumber before, std::size_t count,
                        const std::vector<std::string>& metrics = {});

}  // namespace assay::history
