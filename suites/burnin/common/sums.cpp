#include "suites/burnin/sums.hpp"

#include <algorithm>
#include <cmath>
#include <future>
#include <limits>

#include "core/stats.hpp"
#include "suites/collective/bench.hpp"
#include "suites/reporting.hpp"

// Compiled once for all loads: it holds the kernels of the collectives' checks.

namespace assay::ASSAY_BACKEND {
namespace {

/// What frameworks sum gradients in: pieces of a model, of bytes that fill the links.
constexpr std::int64_t kGpuBytes = std::int64_t{256} << 20, kHostBytes = std::int64_t{8} << 20;
/// The operands of a load and its sums share the memory that a test may take.
constexpr int kShares = 8;

class RankedSums final : public Sums {
 public:
  RankedSums(Exec& exec, const Context& context, Result& result)
      : exec_(exec),
        result_(result),
        bench_(exec, context, call_for(exec, context), result),
        every_s_(bench_.timer().agreement().largest(std::clamp(context.seconds / 8, 1e-3, 5.0))) {
    result.facts["collective"] = "all_reduce of " + std::to_string(bench_.bytes()) +
                                 " bytes of bf16 among " + std::to_string(context.ranks->size()) +
                                 " ranks on " + std::to_string(context.nodes) + " nodes";
    result.params["ranks"] = std::int64_t{context.ranks->size()};
    result.params["sum_bytes"] = bench_.bytes();
    constexpr int kWarmUp = 2;
    call_s_ = slowest(as_told(bench_.time(kWarmUp)));
  }

  [[nodiscard]] double largest(double mine) override {
    return bench_.timer().agreement().largest(mine);
  }

  void check() override {
    const double from_s = exec_.clock().now_s();
    bench_.check();
    ++checks_;
    check_s_ = exec_.clock().now_s() - from_s;
  }

  [[nodiscard]] bool exchange(bool over, double seconds,
                              const std::function<void()>& beside) override {
    const std::vector<double> all = bench_.timer().agreement().largest(
        std::vector{over ? 1.0 : 0.0, -std::max(seconds, 0.0), check_s_});
    if (all[0] > 0) return false;
    const double room_s = -all[1];
    since_check_s_ += room_s;
    const bool due = since_check_s_ >= every_s_;
    const int calls = calls_in(room_s - (due ? all[2] : 0));
    const std::vector<double> mine = beside ? times_beside(calls, beside) : times(calls);
    call_s_ = slowest(mine);
    rates_.push_back(call_s_ > 0 ? bench_.bus_bytes() / call_s_
                                 : std::numeric_limits<double>::quiet_NaN());
    if (!due) return true;
    since_check_s_ = 0;
    check();
    return true;
  }

  void report() override {
    if (!rates_.empty())
      result_.metrics.push_back(
          sampled_metric("bus_bandwidth", Unit::bytes_per_second, Better::higher, rates_));
    put(result_, "sum_checks", Unit::count, Better::higher, static_cast<double>(checks_));
  }

 private:
  static Call call_for(Exec& exec, const Context& context) {
    const std::int64_t most = is_gpu(exec.facts()) ? kGpuBytes : kHostBytes;
    return {.operation = Operation::all_reduce,
            .type = ElementType::bf16,
            .bytes = std::min(most, agreed_bytes(exec, context, kShares))};
  }

  [[nodiscard]] int calls_in(double seconds) const {
    // A device that computes its times makes calls that take longer than it says.
    const double most = exec_.faults().computes_time() ? 4 : 1000;
    const double calls = call_s_ > 0 ? std::clamp(std::floor(seconds / call_s_), 1.0, most) : 1;
    return static_cast<int>(calls);
  }

  /// What the device says that its calls took, which may be told to misbehave.
  [[nodiscard]] std::vector<double> as_told(std::vector<double> seconds) {
    const auto bytes = static_cast<double>(bench_.bytes());
    for (double& one : seconds)
      one = exec_.faults().distorted(one, 1, {.bytes = bytes, .link_bytes = bytes});
    return seconds;
  }

  [[nodiscard]] std::vector<double> times(int calls) {
    const std::vector<double> told = as_told(bench_.time(calls));
    if (exec_.faults().computes_time())
      for (const double seconds : told) exec_.clock().sleep_s(seconds);
    return told;
  }

  [[nodiscard]] std::vector<double> times_beside(int calls, const std::function<void()>& beside) {
    // A device that computes its times does one thing after another, whatever is asked of it.
    if (exec_.faults().computes_time()) {
      const std::vector<double> told = as_told(bench_.time(calls));
      beside();
      return told;
    }
    // The communicator stays with this thread, which alone may call it.
    std::future<void> other = std::async(std::launch::async, beside);
    const std::vector<double> measured = bench_.time(calls);
    other.get();
    return as_told(measured);
  }

  /// Of a call, that of the slowest rank; 0 where none has a clock.
  [[nodiscard]] double slowest(const std::vector<double>& seconds) {
    const double typical = median(seconds);
    return largest(std::isfinite(typical) ? typical : 0);
  }

  Exec& exec_;
  Result& result_;
  CollectiveBench<std::uint16_t> bench_;
  double every_s_;     ///< of sums, after which their answer is checked
  double call_s_ = 0;  ///< of one sum, as agreed
  double check_s_ = 0, since_check_s_ = 0;
  std::size_t checks_ = 0;
  std::vector<double> rates_;
};

}  // namespace

std::unique_ptr<Sums> sums_among(Exec& exec, const Context& context, Result& result) {
  if (context.ranks == nullptr)
    result.facts["collective"] = "none: there are no ranks to talk to";
  else if (context.ranks->size() < 2)
    result.facts["collective"] = "none: one rank alone has nobody to talk to";
  else
    return std::make_unique<RankedSums>(exec, context, result);
  return nullptr;
}

}  // namespace assay::ASSAY_BACKEND
