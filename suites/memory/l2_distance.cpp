#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "core/stats.hpp"
#include "kernels/chase.hpp"
#include "suites/check.hpp"
#include "suites/memory/chain.hpp"
#include "suites/reporting.hpp"
#include "suites/test.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

/// Lines that lie this far from each other are spread over all slices of the cache.
constexpr std::size_t kNodesApart = 37;
constexpr std::size_t kLines = 256;
constexpr std::size_t kSteps = 1 << 11;  // some 500 us

/// Every kNodesApart-th node leads to itself: a walk from there loads one line again and again.
struct LoopWord {
  ASSAY_HD std::uint64_t operator()(std::size_t i) const {
    const std::size_t node = i / Chase::kStride;
    const bool used = i % Chase::kStride == 0 && node % kNodesApart == 0;
    return used ? node : ~std::uint64_t{0};
  }
};
struct LoopStart {
  ASSAY_HD std::uint64_t operator()(std::size_t line) const { return line * kNodesApart; }
};

/// Seconds of one load of each line by one SM.
std::vector<double> loads(Exec& exec, const Buffer<std::uint64_t>& chain,
                          const Buffer<std::uint64_t>& at) {
  std::vector<double> seconds;
  seconds.reserve(kLines);
  for (std::size_t line = 0; line < kLines; ++line) {
    const Cost cost{.bytes = static_cast<double>(kSteps * kNodeBytes)};
    const double walked =
        exec.time(cost, [&] { exec.chase().walk_past_l1(chain.data(), kSteps, at.data() + line); });
    seconds.push_back(walked / static_cast<double>(kSteps));
  }
  return seconds;
}

/// Medians of the quarter of the lines that are nearest, and of that farthest away.
void put_distances(Result& result, std::vector<double> seconds) {
  if (std::any_of(seconds.begin(), seconds.end(), [](double s) { return !std::isfinite(s); })) {
    for (const char* name : {"near_latency", "far_latency"})
      put_unknown(result, name, Unit::seconds, Better::lower, "a time is no number");
    return;
  }
  std::sort(seconds.begin(), seconds.end());
  constexpr std::ptrdiff_t quarter = kLines / 4;
  put(result, "near_latency", Unit::seconds, Better::lower,
      median({seconds.begin(), seconds.begin() + quarter}));
  put(result, "far_latency", Unit::seconds, Better::lower,
      median({seconds.end() - quarter, seconds.end()}));
}

void l2_distance(Exec& exec, const Context& context, Results& results) {
  const auto chain = exec.alloc<std::uint64_t>(kLines * kNodesApart * Chase::kStride);
  const auto at = exec.alloc<std::uint64_t>(kLines);
  exec.for_each(chain.size(), Put<std::uint64_t, LoopWord>{chain.data(), {}});
  exec.for_each(kLines, Put<std::uint64_t, LoopStart>{at.data(), {}});
  const double first = median(loads(exec, chain, at));
  exec.begin_series(context.seconds / 2);
  const std::vector<double> seconds = loads(exec, chain, at);

  Result& result = results.device();
  record(result, "a walk left its line", exec.verify(at, Exactly<LoopStart>{}),
         [](std::size_t line) { return "line " + std::to_string(line); });
  record(result, "wrong link in the chain", exec.verify(chain, Exactly<LoopWord>{}),
         [&](std::size_t i) { return exec.place(chain.data() + i); });
  result.params["lines"] = static_cast<std::int64_t>(kLines);
  result.params["bytes"] = static_cast<std::int64_t>(chain.size() * sizeof(std::uint64_t));
  result.steady = std::abs(median(seconds) / first - 1) < 0.02;
  result.metrics.push_back(sampled_metric("latency", Unit::seconds, Better::lower, seconds));
  put_distances(result, seconds);
}

}  // namespace

ASSAY_GPU_TEST(l2_distance,
               .summary = "one SM loads lines of all parts of a GPU's last cache: near and far",
               .seconds = {.standard = 2, .burnin = 2},
               .metrics = {{"latency", Unit::seconds, Better::lower},
                           {"near_latency", Unit::seconds, Better::lower},
                           {"far_latency", Unit::seconds, Better::lower}},
               .timed = true, .verified = true);

}  // namespace assay::ASSAY_BACKEND
