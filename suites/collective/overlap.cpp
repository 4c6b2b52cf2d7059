#include <atomic>
#include <thread>

#include "suites/collective/bench.hpp"
#include "suites/collective/sizes.hpp"
#include "suites/compute/product.hpp"
#include "suites/reporting.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

/// Products of matrices, one after another, at the same time as whatever else is done.
template <NumberType kType>
class Products {
 public:
  Products(Exec& exec, const Context& context, std::size_t n)
      : exec_(exec), product_(exec, {n, n, n}), flops_(2.0 * static_cast<double>(n * n * n)) {
    product_.fill(context.data, context.seed);
  }
  /// FLOP/s of products alone, for about `seconds`.
  [[nodiscard]] double alone(double seconds) {
    (void)one();
    double spent = 0;
    int calls = 0;
    for (; calls == 0 || (spent < seconds && calls < 1000); ++calls) spent += one();
    return calls * flops_ / spent;
  }
  /// FLOP/s of products while `other` is carried out, which uses no memory of theirs.
  template <class Other>
  [[nodiscard]] double beside(const Other& other) {
    // A device that computes its times does one thing after another, whatever is asked of it.
    if (exec_.faults().computes_time()) {
      other();
      return flops_ / one();
    }
    std::atomic<bool> done = false;
    double spent = 0;
    int calls = 0;
    std::thread thread([&] {
      for (; calls == 0 || !done; ++calls) spent += one();
    });
    try {
      other();
    } catch (...) {
      done = true;
      thread.join();
      throw;
    }
    done = true;
    thread.join();
    return calls * flops_ / spent;
  }

 private:
  [[nodiscard]] double one() {
    return exec_.time({.flops = flops_}, [this] { product_.multiply(); });
  }
  Exec& exec_;
  Product<kType> product_;
  double flops_;
};

/// What sums and products lose to each other where a step of training does both at once.
template <NumberType kType>
void measure_overlap(Exec& exec, const Context& context, Results& results, std::size_t n) {
  Result& result = results.device();
  const std::int64_t most = agreed_bytes(exec, context) / 2;
  const Call call{.operation = Operation::all_reduce,
                  .type = ElementType::bf16,
                  .bytes = std::min<std::int64_t>(is_gpu(exec.facts()) ? 256 * kMiB : kMiB, most),
                  .in_place = true};
  const double seconds = 0.2 * context.seconds;
  CollectiveBench<std::uint16_t> sums(exec, context, call, result);
  Products<kType> products(exec, context, n);
  const std::vector<double> sums_alone = sums.checked_sample(seconds);
  const double products_alone = products.alone(seconds);
  std::vector<double> timed;
  const double products_beside =
      products.beside([&] { timed = sums.time(static_cast<int>(sums_alone.size())); });
  const std::vector<double> sums_beside =
      sums.timer().slowest(timed, static_cast<double>(sums.bytes()), result);
  sums.check();
  const double bytes = sums.bus_bytes();
  result.params["products"] = std::string(name(kType));
  result.metrics.push_back(sampled_metric("bus_bandwidth", Unit::bytes_per_second, Better::higher,
                                          rates_of(sums_beside, bytes)));
  put(result, "bus_bandwidth_share", Unit::ratio, Better::higher,
      median(sums_alone) / median(sums_beside));
  put(result, "flops_share", Unit::ratio, Better::higher, products_beside / products_alone);
}

void overlap(Exec& exec, const Context& context, Results& results) {
  if (!has_others(context, results)) return;
  const bool small = context.bytes > 0;
  if (is_gpu(exec.facts()))
    measure_overlap<NumberType::bf16>(exec, context, results, small ? 64 : 4096);
  else
    measure_overlap<NumberType::fp32>(exec, context, results, small ? 64 : 1024);
}

}  // namespace

ASSAY_TEST(overlap, .summary = "Sums over all ranks beside matrix products: what each loses",
           .seconds = {.standard = 10},
           .metrics = {{"bus_bandwidth", Unit::bytes_per_second},
                       {"bus_bandwidth_share", Unit::ratio},
                       {"flops_share", Unit::ratio}},
           .timed = true, .verified = true, .ranked = true);

}  // namespace assay::ASSAY_BACKEND
