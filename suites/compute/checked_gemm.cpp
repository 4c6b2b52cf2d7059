#include <algorithm>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "core/stats.hpp"
#include "suites/compute/checksums.hpp"
#include "suites/compute/gemm.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

/// Of the products' time; checks may take no more.
constexpr double kMostForChecks = 0.02;

/// Sums along one dimension of C: what they must be, and those that once were wrong.
struct Sums {
  Buffer<double> expected, kept, pieces;

  Sums(Exec& exec, std::size_t n)
      : expected(exec.alloc<double>(n)),
        kept(exec.alloc<double>(n)),
        pieces(exec.alloc<double>(n * (n / kPiece))) {}
};

/// The same product of integers again and again at full speed.
template <class As>
class CheckedProduct {
 public:
  CheckedProduct(Exec& exec, std::size_t n, std::uint64_t seed)
      : exec_(exec),
        n_(n),
        inner_(std::min(n, CheckedOperand::kMostInner)),
        a_(exec.alloc<typename As::Element>(n * inner_)),
        b_(exec.alloc<typename As::Element>(n * inner_)),
        c_(exec.alloc<float>(n * n)),
        rows_(exec, n),
        columns_(exec, n) {
    const CheckedOperand a{seed, inner_, 0};
    const CheckedOperand b{~seed, inner_, 1};
    exec.for_each(a_.size(), PutOperand<As>{a_.data(), a});
    exec.for_each(b_.size(), PutOperand<As>{b_.data(), b});
    const auto totals = exec.alloc<double>(inner_);
    exec.for_each(inner_, ColumnTotals{totals.data(), b, n});
    expect(rows_, a, totals);
    exec.for_each(inner_, ColumnTotals{totals.data(), a, n});
    expect(columns_, b, totals);
  }

  void multiply() {
    exec_.gemm().multiply(As::kType, {n_, n_, inner_}, a_.data(), b_.data(), c_.data());
  }
  /// A product that is not carried out must not find the one before in its place.
  void poison() {
    exec_.for_each(c_.size(), Put<float, Constant<float>>{
                                  c_.data(), {std::numeric_limits<float>::quiet_NaN()}});
  }
  /// Sums all rows and all columns up, keeping those that are wrong.
  void check() {
    const std::size_t pieces = n_ / kPiece;
    exec_.for_each(n_ * pieces, RowPieces{rows_.pieces.data(), c_.data()});
    exec_.for_each(n_, KeepWrong{rows_.kept.data(), rows_.expected.data(), rows_.pieces.data(),
                                 pieces, pieces, 1});
    exec_.for_each(n_ * pieces, ColumnPieces{columns_.pieces.data(), c_.data(), n_});
    exec_.for_each(n_, KeepWrong{columns_.kept.data(), columns_.expected.data(),
                                 columns_.pieces.data(), pieces, 1, n_});
  }

  void record_wrong(Result& result) {
    record_wrong(result, rows_, "row");
    record_wrong(result, columns_, "column");
  }
  [[nodiscard]] Cost product_cost() const {
    const auto n = static_cast<double>(n_);
    const auto inner = static_cast<double>(inner_);
    return {2 * n * inner * sizeof(typename As::Element) + 4 * n * n, 2 * n * n * inner};
  }
  [[nodiscard]] Cost check_cost() const {
    const auto elements = static_cast<double>(c_.size());
    return {2 * 4 * elements, 2 * elements};
  }
  [[nodiscard]] Cost poison_cost() const { return {4 * static_cast<double>(c_.size()), 0}; }
  [[nodiscard]] std::size_t inner() const { return inner_; }

 private:
  void expect(Sums& sums, const CheckedOperand& operand, const Buffer<double>& totals_of_other) {
    exec_.for_each(n_, ExpectedSum{sums.expected.data(), operand, totals_of_other.data()});
    exec_.for_each(n_, Put<double, Listed>{sums.kept.data(), {sums.expected.data()}});
  }
  void record_wrong(Result& result, Sums& sums, const std::string& dimension) {
    record(result, "a " + dimension + " of a checked product has the wrong sum",
           exec_.verify(sums.kept, Exactly<Listed>{{sums.expected.data()}}),
           [&](std::size_t i) { return dimension + " " + std::to_string(i) + " of C"; });
  }

  Exec& exec_;
  std::size_t n_, inner_;
  Buffer<typename As::Element> a_, b_;
  Buffer<float> c_;
  Sums rows_, columns_;
};

double median_time(Exec& exec, const Cost& cost, const std::function<void()>& body) {
  const double first = exec.time(cost, body);
  const double second = exec.time(cost, body);
  return median({first, second, exec.time(cost, body)});
}

/// --data does not apply: integers are what makes the answer known.
template <class As>
void run_checked(Exec& exec, const Context& context, Result& result) {
  const std::size_t n = side<As::kType>(exec, context);
  CheckedProduct<As> product(exec, n, context.seed);
  product.multiply();  // the first call chooses an algorithm
  const double product_s = median_time(exec, product.product_cost(), [&] { product.multiply(); });
  const double check_s = median_time(exec, product.check_cost(), [&] { product.check(); }) +
                         median_time(exec, product.poison_cost(), [&] { product.poison(); });
  const std::size_t every = products_per_check(product_s, check_s, kMostForChecks);
  const auto products = static_cast<double>(every);
  const Cost cost{products * product.product_cost().bytes + product.check_cost().bytes +
                      product.poison_cost().bytes,
                  products * product.product_cost().flops + product.check_cost().flops};
  const Sampled sampled = exec.sample({.seconds = 0.7 * context.seconds}, cost, [&] {
    for (std::size_t k = 1; k < every; ++k) product.multiply();
    product.poison();
    product.multiply();
    product.check();
  });
  product.record_wrong(result);

  result.params["rows"] = result.params["columns"] = static_cast<std::int64_t>(n);
  result.params["inner"] = static_cast<std::int64_t>(product.inner());
  result.params["type"] = std::string(name(As::kType));
  result.params["products_per_check"] = static_cast<std::int64_t>(every);
  result.facts["library"] = exec.gemm().library();
  result.steady = sampled.steady;
  result.metrics.push_back(sampled_metric("flops", Unit::flops, Better::higher,
                                          rates(sampled, products * product.product_cost().flops)));
  result.metrics.push_back(reading("verified_share", Unit::ratio, Better::higher, 1 / products));
  result.metrics.push_back(
      reading("check_cost", Unit::ratio, Better::lower, check_s / (products * product_s)));
  // A fault that stays, from just after one check on, is found by the next.
  result.metrics.push_back(
      reading("detection_delay", Unit::seconds, Better::lower,
              *std::max_element(sampled.seconds.begin(), sampled.seconds.end())));
}

void checked_gemm(Exec& exec, const Context& context, Results& results) {
  Result& result = results.device();
  if (exec.gemm().supports(NumberType::bf16))
    run_checked<AsBf16>(exec, context, result);
  else
    run_checked<AsFp32>(exec, context, result);
}

}  // namespace

ASSAY_TEST(checked_gemm,
           .summary = "matrix products at full speed, every k-th checked by its rows and columns",
           .seconds = {.quick = 0, .standard = 20, .burnin = 300},
           .metrics = {{"flops", Unit::flops},
                       {"verified_share", Unit::ratio},
                       {"check_cost", Unit::ratio, Better::lower},
                       {"detection_delay", Unit::seconds, Better::lower}},
           .timed = true, .verified = true);

}  // namespace assay::ASSAY_BACKEND
