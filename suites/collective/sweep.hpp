#pragma once
#include <charconv>
#include <cmath>
#include <numeric>
#include <string>
#include <string_view>
#include <vector>

#include "suites/collective/bench.hpp"
#include "suites/collective/series.hpp"

// Every call within bounds, for as long as there is time.

namespace assay::ASSAY_BACKEND {

/// Why this rank cannot carry elements of this type; "" = it can.
inline std::string why_not(ElementType type, const DeviceFacts& facts, Communicator& ranks) {
  GpuCommunicator* gpus = ranks.on_gpus();
  if (gpus == nullptr) return {};
  std::string why = gpus->why_not(type);
  const bool fp8 = type == ElementType::fp8_e4m3 || type == ElementType::fp8_e5m2;
  constexpr std::string_view prefix = "sm_";
  if (!why.empty() || !fp8 || !facts.isa.starts_with(prefix)) return why;
  int capability = 0;
  std::from_chars(facts.isa.data() + prefix.size(), facts.isa.data() + facts.isa.size(),
                  capability);
  return capability < 90 ? "NCCL has fp8 from compute capability 9.0 on" : "";
}

/// Why this rank cannot have memory registered; "" = it can.
inline std::string why_not_registered(Communicator& ranks) {
  constexpr std::int64_t some = 4096;
  try {
    (void)ranks.on_gpus()->registered_memory(some);
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

/// What all ranks can: what one of them lacks nobody does.
inline Abilities agreed_abilities(Exec& exec, const Context& context) {
  Communicator& ranks = *context.ranks;
  const bool gpus = ranks.on_gpus() != nullptr;
  std::vector<std::string> reasons;
  reasons.reserve(kElementTypes.size() + 2);
  for (const ElementType type : kElementTypes)
    reasons.push_back(why_not(type, exec.facts(), ranks));
  reasons.emplace_back(gpus ? "" : "only GPUs have graphs");
  reasons.push_back(gpus ? why_not_registered(ranks) : "only GPUs have registered memory");
  std::vector<double> lacking;
  lacking.reserve(reasons.size());
  for (const std::string& reason : reasons) lacking.push_back(reason.empty() ? 0 : 1);
  lacking = Agreement(exec, ranks, patience_s(context)).largest(lacking);
  for (std::size_t i = 0; i < reasons.size(); ++i)
    if (lacking[i] > 0.5 && reasons[i].empty()) reasons[i] = "another rank cannot";
  Abilities abilities{.no_type = {},
                      .no_graph = reasons[kElementTypes.size()],
                      .no_registered = reasons[kElementTypes.size() + 1],
                      .most_bytes = agreed_bytes(exec, context, 2)};
  for (std::size_t i = 0; i < kElementTypes.size(); ++i)
    if (!reasons[i].empty()) abilities.no_type[kElementTypes.at(i)] = reasons[i];
  return abilities;
}

/// Carries out series after series. Ranks decide alike, for they agree on all that they go by.
class Sweeper {
 public:
  Sweeper(Exec& exec, const Context& context, Results& results, Operation operation)
      : exec_(exec),
        context_(context),
        results_(results),
        agreement_(exec, *context.ranks, patience_s(context)),
        all_(series_of(operation, *context.sweep, agreed_abilities(exec, context),
                       context.ranks->size(), omitted_)),
        allowance_(kUsableShare * context.seconds, all_.size()) {}

  void run() {
    double first_s = 0;
    for (const Series& series : all_) first_s = run(series, first_s);
    const std::string text = text_of(omitted_);
    if (last_ == nullptr)
      results_.skip("nothing of the sweep can be carried out: " + text);
    else if (!text.empty())
      last_->facts["left_out"] = text;
  }

 private:
  /// The rest of the time is for what comes before the first call and after the last one.
  static constexpr double kUsableShare = 0.9;

  /// What the first call of a series takes at least, as far as is known from this one.
  double run(const Series& series, double first_s) {
    allowance_.begin(series.sizes.size());
    double least_s = first_s;
    double before_s = 0;  // what the size before took
    for (const std::int64_t bytes : series.sizes) {
      if (!allowance_.allows(least_s)) {
        omitted_["no time"].push_back(text_of(series.call) + " from " + std::to_string(bytes) +
                                      " bytes");
        break;
      }
      Call call = series.call;
      call.bytes = bytes;
      const double needed_s = measure(call);
      if (bytes == series.sizes.front()) first_s = before_s = needed_s;
      // What depends on the size is twice as much, what does not is as much.
      least_s = needed_s + 2 * std::max(needed_s - before_s, 0.0);
      before_s = needed_s;
    }
    return first_s;
  }

  /// Seconds that it took, but for repeating the call more often than it must be.
  double measure(const Call& call) {
    constexpr double fewest = 3;
    const double from_s = exec_.clock().now_s();
    last_ = &results_.next(exec_.facts().subject);
    const std::vector<double> times =
        measure_call(exec_, context_, call, allowance_.sampling_s(), *last_);
    const double elapsed_s = exec_.clock().now_s() - from_s;
    const double all_s = std::accumulate(times.begin(), times.end(), 0.0);
    const double repeated_s = all_s * std::max(1 - fewest / static_cast<double>(times.size()), 0.0);
    const double needed_s = std::isfinite(all_s) ? elapsed_s - repeated_s : elapsed_s;
    const std::vector<double> agreed =
        agreement_.largest(std::vector{elapsed_s, std::max(needed_s, 0.0)});
    allowance_.spend(agreed[0]);
    return agreed[1];
  }

  Exec& exec_;
  const Context& context_;
  Results& results_;
  Agreement agreement_;
  Omitted omitted_;
  std::vector<Series> all_;
  Allowance allowance_;
  Result* last_ = nullptr;  ///< of what was measured last
};

inline void run_sweep(Exec& exec, const Context& context, Results& results, Operation operation) {
  Sweeper(exec, context, results, operation).run();
}

}  // namespace assay::ASSAY_BACKEND
