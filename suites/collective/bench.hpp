#pragma once
#include <functional>
#include <string>
#include <vector>

#include "suites/collective/answer.hpp"
#include "suites/collective/run.hpp"
#include "suites/collective/timer.hpp"

// How one call is measured: a result for each type and size.

namespace assay::ASSAY_BACKEND {

/// One call, checked before and after it is timed.
template <class Word>
class CollectiveBench {
 public:
  CollectiveBench(Exec& exec, const Context& context, const Call& call, Result& result)
      : exec_(exec),
        context_(context),
        ranks_(*context.ranks),
        call_(call),
        result_(result),
        buffers_(exec, call, ranks_),
        timer_(exec, context) {}

  /// Seconds of each call, which are reported.
  std::vector<double> measure(double seconds) {
    std::vector<double> times = checked_sample(seconds);
    report(times);
    return times;
  }

  /// Seconds of each call, those of the slowest rank, after its answer was checked and before it is
  /// once more.
  [[nodiscard]] std::vector<double> checked_sample(double seconds) {
    describe();
    check();
    if (call_.graph) {
      // Only now: what the library sets up at the first call cannot be captured.
      graph_ = ranks_.on_gpus()->capture(timer_.patience_s(), [this] { call_once(); });
      check();
    }
    std::vector<double> times = with_buffers(buffers_, [&] {
      return timer_.sample(
          static_cast<double>(buffers_.bytes()), seconds, [this] { call(); }, result_);
    });
    check();
    return times;
  }
  void call() { graph_ ? graph_() : call_once(); }
  /// Every element on every rank; and who it was, if one is wrong.
  void check() {
    constexpr int kParties = 3;
    const Contributions all = contributions_to(call_, ranks_, context_.seed, kParties);
    buffers_.fill(all, ranks_.rank());
    call();
    with_buffers(buffers_, [&] { ranks_.wait(timer_.patience_s()); });
    const std::size_t wrong = check_answer(exec_, call_, buffers_, all, ranks_, result_);
    if (!reduces(call_.operation)) return;
    const double agreed = timer_.agreement().largest(static_cast<double>(wrong));
    if (agreed > 0)
      find_sender(exec_, call_, buffers_, all, ranks_, static_cast<std::size_t>(agreed) - 1,
                  timer_.patience_s(), result_);
  }
  /// As CallTimer::time().
  [[nodiscard]] std::vector<double> time(int calls) {
    return with_buffers(buffers_, [&] { return timer_.time(calls, [this] { call(); }); });
  }
  [[nodiscard]] CallTimer& timer() { return timer_; }
  [[nodiscard]] std::int64_t bytes() const { return buffers_.bytes(); }
  /// Bytes of a call that cross each rank's link.
  [[nodiscard]] double bus_bytes() const {
    return static_cast<double>(bytes()) * bus_factor(call_.operation, ranks_.size());
  }

 private:
  void call_once() { begin(ranks_, call_, buffers_); }
  void describe() {
    describe_ranks(exec_, context_, result_);
    result_.params["bytes"] = buffers_.bytes();
    result_.params["type"] = std::string(name(call_.type));
    result_.params["in_place"] = call_.in_place;
    if (reduces(call_.operation)) result_.params["reduction"] = std::string(name(call_.reduction));
    if (call_.graph) result_.params["graph"] = true;
    if (call_.registered) result_.params["registered"] = true;
  }

  void report(const std::vector<double>& times) {
    result_.metrics.push_back(sampled_metric("bus_bandwidth", Unit::bytes_per_second,
                                             Better::higher, rates_of(times, bus_bytes())));
    result_.metrics.push_back(sampled_metric("algorithm_bandwidth", Unit::bytes_per_second,
                                             Better::higher,
                                             rates_of(times, static_cast<double>(bytes()))));
    result_.metrics.push_back(sampled_metric("time", Unit::seconds, Better::lower, times));
  }

  Exec& exec_;
  const Context& context_;
  Communicator& ranks_;
  Call call_;
  Result& result_;
  CallBuffers<Word> buffers_;
  CallTimer timer_;
  std::function<void()> graph_;
};

/// Seconds of each call, those of the slowest rank.
inline std::vector<double> measure_call(Exec& exec, const Context& context, const Call& call,
                                        double seconds, Result& result) {
  switch (bytes_of(call.type)) {
    case 1:
      return CollectiveBench<std::uint8_t>(exec, context, call, result).measure(seconds);
    case 2:
      return CollectiveBench<std::uint16_t>(exec, context, call, result).measure(seconds);
    case 4:
      return CollectiveBench<std::uint32_t>(exec, context, call, result).measure(seconds);
    default:
      return CollectiveBench<std::uint64_t>(exec, context, call, result).measure(seconds);
  }
}

}  // namespace assay::ASSAY_BACKEND
