#pragma once
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "suites/collective/call.hpp"
#include "suites/sweep.hpp"

// Which calls a sweep consists of, and how they share its time. Pure.

namespace assay::ASSAY_BACKEND {

/// What ranks can do together: of everything else, why not.
struct Abilities {
  std::map<ElementType, std::string> no_type;
  std::string no_graph, no_registered;  ///< "" = they can
  std::int64_t most_bytes = 0;          ///< that all have room for
};

/// Calls that differ in size only.
struct Series {
  Call call;                        ///< without a size
  std::vector<std::int64_t> sizes;  ///< rising
};

/// What of a sweep is not carried out: why, and what.
using Omitted = std::map<std::string, std::vector<std::string>>;

/// "no time for fp16 sum, fp16 sum in place; NCCL 2.21.5 has no fp8: fp8_e4m3"
inline std::string text_of(const Omitted& omitted) {
  std::string text;
  for (const auto& [why, all] : omitted) {
    text += (text.empty() ? "" : "; ") + why + ": ";
    for (std::size_t i = 0; i < all.size(); ++i) text += (i == 0 ? "" : ", ") + all[i];
  }
  return text;
}

/// Each size that a buffer can have among `ranks` ranks, once: small ones are rounded up to an
/// element a rank.
inline std::vector<std::int64_t> sizes_of(const Call& call, const SweepBounds& bounds,
                                          std::int64_t most, int ranks) {
  std::vector<std::int64_t> sizes;
  const std::int64_t element = bytes_of(call.type);
  std::int64_t last = 0;
  for (std::int64_t bytes = bounds.from_bytes; bytes <= std::min(bounds.to_bytes, most);
       bytes *= 2) {
    const std::int64_t rounded = size_of(extent_of(call.operation, bytes, element, ranks), element);
    if (rounded > last) sizes.push_back(bytes);
    last = rounded;
  }
  return sizes;
}

/// Every combination of type, reduction and place once, in the order of the bounds, the first
/// reduction of all types before the second; of the first type and reduction also as a graph and on
/// registered memory, which do not depend on them.
inline std::vector<Call> combinations_of(Operation operation, const SweepBounds& bounds) {
  std::vector<Reduction> reductions = bounds.reductions;
  if (!reduces(operation)) reductions = {Reduction::sum};
  std::vector<bool> places{false};
  if (has_in_place(operation)) places = {true, false};
  std::vector<Call> calls;
  for (const Reduction reduction : reductions)
    for (const ElementType type : bounds.types)
      for (const bool in_place : places) {
        const Call call{
            .operation = operation, .type = type, .in_place = in_place, .reduction = reduction};
        calls.push_back(call);
        if (type != bounds.types.front() || reduction != reductions.front()) continue;
        calls.push_back(call);
        calls.back().graph = true;
        calls.push_back(call);
        calls.back().registered = true;
      }
  return calls;
}

/// Why ranks cannot carry out `call`; "" where they can.
inline std::string why_not(const Call& call, const Abilities& abilities) {
  if (call.graph && !abilities.no_graph.empty()) return abilities.no_graph;
  if (call.registered && !abilities.no_registered.empty()) return abilities.no_registered;
  const auto type = abilities.no_type.find(call.type);
  return type == abilities.no_type.end() ? "" : type->second;
}

/// Everything within the bounds that ranks can do; the rest is added to `omitted`.
inline std::vector<Series> series_of(Operation operation, const SweepBounds& bounds,
                                     const Abilities& abilities, int ranks, Omitted& omitted) {
  std::vector<Series> all;
  for (const Call& call : combinations_of(operation, bounds)) {
    const std::string why = why_not(call, abilities);
    if (!why.empty()) {
      omitted[why].push_back(text_of(call));
      continue;
    }
    Series series{call, sizes_of(call, bounds, abilities.most_bytes, ranks)};
    if (!series.sizes.empty()) all.push_back(std::move(series));
  }
  if (bounds.to_bytes > abilities.most_bytes)
    omitted["no room on all ranks"].push_back("more than " + std::to_string(abilities.most_bytes) +
                                              " bytes");
  return all;
}

/// Shares a time out to series of calls; what one leaves over is the others'.
class Allowance {
 public:
  Allowance(double seconds, std::size_t series) : left_s_(seconds), series_left_(series) {}

  void begin(std::size_t calls) {
    series_s_ = left_s_ / static_cast<double>(std::max<std::size_t>(series_left_, 1));
    if (series_left_ > 0) --series_left_;
    calls_left_ = calls;
    first_ = true;
  }
  /// Is there time for the next call, which takes `least_s`? The smallest of a series may take the
  /// time of others: rather all types than all sizes.
  [[nodiscard]] bool allows(double least_s) const {
    return least_s < (first_ ? left_s_ : series_s_);
  }
  /// Seconds that the next call may be repeated for.
  [[nodiscard]] double sampling_s() const {
    constexpr double share = 0.5;  // checking its answer takes time, too
    return share * std::max(series_s_, 0.0) /
           static_cast<double>(std::max<std::size_t>(calls_left_, 1));
  }
  void spend(double seconds) {
    left_s_ -= seconds;
    series_s_ -= seconds;
    if (calls_left_ > 0) --calls_left_;
    first_ = false;
  }

 private:
  double left_s_;
  std::size_t series_left_;
  double series_s_ = 0;
  std::size_t calls_left_ = 0;
  bool first_ = true;
};

}  // namespace assay::ASSAY_BACKEND
