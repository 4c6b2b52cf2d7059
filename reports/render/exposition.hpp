#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/units.hpp"

namespace assay {

/// `text` as a label shows it: plain, and cut to 500 columns. Names that are no longer different
/// then are one series.
[[nodiscard]] std::string label_text(std::string_view text);

/// The text format that Prometheus scrapes (version 0.0.4), all of it gauges. Who adds takes care
/// that no family has the same labels twice.
class Exposition {
 public:
  /// Names and values; a value may be any text, and is shown as label_text().
  using Labels = std::vector<std::pair<std::string_view, std::string_view>>;

  /// One sample. `help` is one line without a backslash, and is that of the family's first sample.
  /// Does nothing where `value` is not finite: what is absent is left out.
  void add(std::string_view family, std::string_view help, const Labels& labels, double value);
  /// Families by name, each with its HELP and TYPE; "" for none.
  [[nodiscard]] std::string text() const;

 private:
  std::map<std::string, std::string, std::less<>> families_;
};

/// A family of numbers, and the factor to its unit, which is one of Prometheus' base units.
struct GaugeFamily {
  std::string name, help;
  double factor = 1;
};

/// Where measurements in `unit` go: "assay_measured_bytes_per_second".
[[nodiscard]] GaugeFamily measured_family(Unit unit);

}  // namespace assay
