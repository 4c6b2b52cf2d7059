#pragma once
#include <algorithm>
#include <string>

#include "core/stats.hpp"
#include "kernels/copies.hpp"
#include "suites/check.hpp"
#include "suites/payload.hpp"
#include "suites/test.hpp"

// What the tests of the link between a GPU and its host have in common.

namespace assay::ASSAY_BACKEND {

using LinkWord = std::uint64_t;

/// Words in one buffer, of `buffers` on the device: large enough that starting a copy does not
/// count, small enough to be filled and checked by the host in the time.
inline std::size_t link_words(const Context& context, std::size_t buffers) {
  const std::int64_t usual = (context.level == Level::quick ? 128 : 512) * (std::int64_t{1} << 20);
  const std::int64_t bytes =
      context.bytes > 0 ? context.bytes / static_cast<std::int64_t>(buffers) : usual;
  return std::max<std::size_t>(static_cast<std::size_t>(bytes) / sizeof(LinkWord) / 512 * 512, 512);
}

inline void describe_link(Result& result, const Exec& exec, const Context& context, std::size_t n) {
  result.params["buffer_bytes"] = static_cast<std::int64_t>(n * sizeof(LinkWord));
  result.params["data"] = std::string(name(context.data));
  result.params["units"] = static_cast<std::int64_t>(exec.facts().units);
}

/// Holds every word that arrived against what was sent.
template <class Target>
void check_arrival(Exec& exec, Result& result, const std::string& what, const Target& target,
                   const Payload& sent) {
  record(result, what, exec.verify(target, Exactly<Payload>{sent}), [&](std::size_t i) {
    return "word " + std::to_string(i) + ", " + exec.place(target.data() + i);
  });
}

inline const char* mover_text(Mover mover) {
  return mover == Mover::copy_engine ? "by copy engine" : "by kernel";
}

inline Cost link_cost(double bytes) { return {.bytes = bytes, .link_bytes = bytes}; }

/// Times copies of `source`, which holds `sent`, to memory that `make_target()` allocates, and adds
/// `metric`.
template <class Source, class MakeTarget>
void measure_one_way(Exec& exec, Result& result, const char* metric, Mover mover,
                     const Source& source, const MakeTarget& make_target, const Payload& sent,
                     double seconds) {
  const auto target = make_target();  // poisoned: what does not arrive is found
  const std::size_t bytes = source.size() * sizeof(LinkWord);
  const Sampled sampled =
      exec.sample({.seconds = seconds}, link_cost(static_cast<double>(bytes)),
                  [&] { exec.copies().copy(mover, target.data(), source.data(), bytes); });
  check_arrival(exec, result, std::string("wrong word after a copy ") + mover_text(mover), target,
                sent);
  result.steady = result.steady.value_or(true) && sampled.steady;
  result.metrics.push_back(sampled_metric(metric, Unit::bytes_per_second, Better::higher,
                                          rates(sampled, static_cast<double>(bytes))));
}

/// One way by the copy engine, then by a kernel.
template <class Source, class MakeTarget>
void measure_both_movers(Exec& exec, const Context& context, Result& result, const Source& source,
                         const MakeTarget& make_target, const Payload& sent) {
  measure_one_way(exec, result, "bandwidth", Mover::copy_engine, source, make_target, sent,
                  0.4 * context.seconds);
  measure_one_way(exec, result, "sm_bandwidth", Mover::kernel, source, make_target, sent,
                  0.2 * context.seconds);
}

}  // namespace assay::ASSAY_BACKEND
