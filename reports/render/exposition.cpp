#include "reports/render/exposition.hpp"

#include <fmt/format.h>

#include <cmath>

#include "reports/render/plain.hpp"

namespace assay {
namespace {

constexpr std::size_t kLongestLabel = 500;  // columns: a name, not a document

/// label_text() leaves no line break, so two characters remain that would end a value.
std::string label_value(std::string_view text) {
  std::string out;
  for (const char c : label_text(text)) {
    if (c == '\\' || c == '"') out += '\\';
    out += c;
  }
  return out;
}

std::string label_list(const Exposition::Labels& labels) {
  std::string out;
  for (const auto& [name, value] : labels)
    out += fmt::format("{}{}=\"{}\"", out.empty() ? "" : ",", name, label_value(value));
  return out;
}

/// The last words of a family's name, and how many of that make one of `unit`. Kelvin of
/// differences are as large as degrees, and eight bits are a byte: Prometheus has no others.
std::pair<std::string_view, double> base_unit(Unit unit) {
  constexpr double bytes_of_a_bit = 1.0 / 8;
  switch (unit) {
    case Unit::seconds:
      return {"seconds", 1};
    case Unit::bytes:
      return {"bytes", 1};
    case Unit::bytes_per_second:
      return {"bytes_per_second", 1};
    case Unit::flops:
      return {"flop_per_second", 1};
    case Unit::flops_per_watt:
      return {"flop_per_joule", 1};
    case Unit::ops:
      return {"operations_per_second", 1};
    case Unit::ops_per_watt:
      return {"operations_per_joule", 1};
    case Unit::per_second:
      return {"events_per_second", 1};
    case Unit::hertz:
      return {"hertz", 1};
    case Unit::watts:
      return {"watts", 1};
    case Unit::joules:
      return {"joules", 1};
    case Unit::celsius:
      return {"celsius", 1};
    case Unit::kelvin_per_watt:
      return {"celsius_per_watt", 1};
    case Unit::transfers_per_second:
      return {"transfers_per_second", 1};
    case Unit::bits_per_second:
      return {"bytes_per_second", bytes_of_a_bit};
    case Unit::ratio:
      return {"ratio", 1};
    case Unit::count:
      break;
  }
  return {"number", 1};  // "count" is the ending of a histogram's
}

}  // namespace

std::string label_text(std::string_view text) { return plain(text, kLongestLabel); }

void Exposition::add(std::string_view family, std::string_view help, const Labels& labels,
                     double value) {
  if (!std::isfinite(value)) return;
  auto found = families_.find(family);
  if (found == families_.end())
    found =
        families_.emplace(family, fmt::format("# HELP {0} {1}\n# TYPE {0} gauge\n", family, help))
            .first;
  found->second += fmt::format("{}{{{}}} {}\n", family, label_list(labels), value);
}

std::string Exposition::text() const {
  std::string out;
  for (const auto& [name, lines] : families_) out += lines;
  return out;
}

GaugeFamily measured_family(Unit unit) {
  const auto [words, factor] = base_unit(unit);
  return {fmt::format("assay_measured_{}", words),
          "What was measured and judged, with the worst verdict of its limits.", factor};
}

}  // namespace assay
