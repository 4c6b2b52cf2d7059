#include <cmath>
#include <limits>
#include <string>
#include <type_traits>

#include "core/stats.hpp"
#include "suites/compute/block.hpp"
#include "suites/compute/product.hpp"
#include "suites/compute/row_passes.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

/// The largest arrays that a block's products and passes take.
struct Extent {
  std::size_t a = 0, b = 0, c = 0, matrix = 0, rows = 0;
  explicit Extent(const Block& block) {
    for (const BlockProduct& product : block.products) {
      const auto [rows_of_a, columns, inner] = product.shape;
      a = std::max(a, rows_of_a * inner);
      b = std::max(b, columns * inner);
      c = std::max(c, rows_of_a * columns);
    }
    for (const BlockPass& pass : block.passes) {
      matrix = std::max(matrix, pass.rows * pass.width);
      rows = std::max(rows, pass.rows);
    }
  }
  [[nodiscard]] double bytes(double of_operand) const {
    return static_cast<double>(a + b + matrix) * of_operand +
           static_cast<double>(c + 2 * matrix + 2 * kLanes * rows) * sizeof(float);
  }
};

/// Arrays that all products and passes of one block share, and the work on them.
template <NumberType kType>
class BlockBench {
  using Number = typename GemmTypes<kType>::Left;
  static_assert(std::is_same_v<Number, typename GemmTypes<kType>::Right>);

 public:
  BlockBench(Exec& exec, const Context& context, Block block)
      : exec_(exec),
        data_{context.data, context.seed},
        block_(std::move(block)),
        extent_(block_),
        a_(exec.template alloc<Number>(extent_.a)),
        b_(exec.template alloc<Number>(extent_.b)),
        c_(exec.template alloc<float>(extent_.c)),
        in_(exec.template alloc<float>(2 * extent_.matrix)),
        out_(exec.template alloc<Number>(extent_.matrix)),
        lanes_(exec.template alloc<RowSum<float>>(kLanes * extent_.rows)) {
    const Operand second{data_.kind, data_.key + 1};
    exec_.for_each(a_.size(), Put<Number, Operand>{a_.data(), data_});
    exec_.for_each(b_.size(), Put<Number, Operand>{b_.data(), second});
    exec_.for_each(in_.size(), Put<float, Operand>{in_.data(), {DataKind::random, data_.key + 2}});
  }

  void all_products() {
    for (const BlockProduct& product : block_.products)
      for (std::size_t k = 0; k < product.times; ++k) multiply(product.shape);
  }
  void step() {
    all_products();
    for (const BlockPass& pass : block_.passes)
      for (std::size_t k = 0; k < pass.times; ++k) carry_out(pass.kind, pass);
  }

  /// Once more each product and pass, into arrays that are poisoned, and every element checked.
  void check(const std::string& block, Result& result) {
    for (const BlockProduct& product : block_.products) {
      poison(c_, product.shape.rows * product.shape.columns);
      multiply(product.shape);
      check_by_vector<kType>(exec_, product.shape, {a_.data(), b_.data(), c_.data()}, data_,
                             block + ": wrong row of a product: " + product.name, result);
    }
    for (const BlockPass& pass : block_.passes) {
      poison(out_, pass.rows * pass.width);
      carry_out(pass.kind, pass);
      count_wrong(pass.kind, pass, block, result);
    }
  }

 private:
  void multiply(const GemmShape& shape) {
    exec_.gemm().multiply(kType, shape, a_.data(), b_.data(), c_.data());
  }
  template <class T>
  void poison(const Buffer<T>& buffer, std::size_t n) {
    const Constant<double> nan{std::numeric_limits<double>::quiet_NaN()};
    exec_.for_each(n, Put<T, Constant<double>>{buffer.data(), nan});
  }
  [[nodiscard]] RowInput input(const BlockPass& pass) const {
    return {in_.data(), in_.data() + extent_.matrix, pass.width};
  }

  /// Calls `work` with the operation that `kind` stands for.
  template <class F>
  static void with_operation(Pass kind, const F& work) {
    switch (kind) {
      case Pass::normalise:
        return work(Normalise{}, "normalisation");
      case Pass::softmax:
        return work(Softmax{}, "softmax");
      case Pass::gate:
        return work(GateUp{}, "gate");
      case Pass::add:
        return work(AddUp{}, "addition");
      case Pass::normalise_gradient:
        return work(NormaliseGradient{}, "gradient of the normalisation");
      case Pass::softmax_gradient:
        return work(SoftmaxGradient{}, "gradient of the softmax");
      case Pass::gate_gradient:
        return work(GateGradient{}, "gradient of the gate");
    }
  }

  void carry_out(Pass kind, const BlockPass& pass) {
    with_operation(kind, [&](auto operation, const char*) { apply(operation, pass); });
  }
  template <class Op>
  void apply(Op, const BlockPass& pass) {
    const std::size_t n = pass.rows * kLanes;
    if (Op::kSums) exec_.for_each(n, SumLane<Op>{input(pass), lanes_.data()});
    exec_.for_each(n, GiveLane<Op, Number>{input(pass), lanes_.data(), out_.data()});
  }

  void count_wrong(Pass kind, const BlockPass& pass, const std::string& block, Result& result) {
    with_operation(kind, [&](auto operation, const char* name) {
      this->check_rows(operation, pass, block + ": wrong elements in a row of a pass: " + name,
                       result);
    });
  }
  template <class Op>
  void check_rows(Op, const BlockPass& pass, const std::string& what, Result& result) {
    constexpr double epsilon = sizeof(Number) == sizeof(float) ? 0x1p-17 : 0x1p-8;
    const auto wrong = exec_.template alloc<std::uint64_t>(pass.rows);
    exec_.for_each(pass.rows,
                   CountWrong<Op, Number>{input(pass), out_.data(), wrong.data(), epsilon});
    record(result, what, exec_.verify(wrong, Exactly<Constant<std::uint64_t>>{{0}}),
           [](std::size_t row) { return "row " + std::to_string(row); });
  }

  Exec& exec_;
  Operand data_;
  Block block_;
  Extent extent_;
  Buffer<Number> a_, b_;
  Buffer<float> c_, in_;
  Buffer<Number> out_;
  Buffer<RowSum<float>> lanes_;
};

/// How often the published sizes are halved: on a GPU only where its memory is too small, on a host
/// until a step takes a few tenths of a second on any number of cores.
unsigned halvings(const Exec& exec, const Context& context, double of_operand) {
  unsigned least = 0;
  if (!is_gpu(exec.facts())) {
    const double growth = std::cbrt(static_cast<double>(exec.facts().units) / 2);
    least = (context.level == Level::quick ? 4U : 3U) -
            std::min(3U, static_cast<unsigned>(std::log2(std::max(growth, 1.0))));
  }
  const double memory = context.bytes > 0 ? static_cast<double>(context.bytes) / 16
                                          : static_cast<double>(exec.facts().free_bytes) / 2;
  while (least < kMostHalvings && Extent(block_of(dense_block(least))).bytes(of_operand) > memory)
    ++least;
  return least;
}

/// A step of the published sizes takes longer on any GPU there is.
constexpr double kWindowS = 4e-3;

template <NumberType kType>
void measure(Exec& exec, const Context& context, Result& result, const std::string& name,
             const BlockSizes& sizes) {
  BlockBench<kType> bench(exec, context, block_of(sizes));
  bench.step();  // whatever a backend prepares at the first product of a shape is not timed
  const double operations = model_operations(sizes);
  const Cost cost{.flops = operations};
  // By the host's clock: a training step feels its launches, too.
  const Sampled whole = exec.sample_from_host(
      {.seconds = 0.25 * context.seconds, .window_s = kWindowS}, cost, [&] { bench.step(); });
  const Sampled products =
      exec.sample_from_host({.seconds = 0.1 * context.seconds, .window_s = kWindowS}, cost,
                            [&] { bench.all_products(); });
  bench.check(name, result);
  result.steady = result.steady.value_or(true) && whole.steady;
  result.metrics.push_back(
      sampled_metric(name + "_flops", Unit::flops, Better::higher, rates(whole, operations)));
  const Samples of_products = summarise(products.seconds);
  const Samples of_all = summarise(whole.seconds);
  result.metrics.push_back(
      reading(name + "_product_share", Unit::ratio, Better::higher, of_products.p50 / of_all.p50));
}

template <NumberType kType>
void run_blocks(Exec& exec, const Context& context, Result& result) {
  const unsigned halved = halvings(exec, context, sizeof(typename GemmTypes<kType>::Left));
  const BlockSizes dense = dense_block(halved);
  measure<kType>(exec, context, result, "dense", dense);
  measure<kType>(exec, context, result, "moe", expert_block(halved));
  result.params["halvings"] = static_cast<std::int64_t>(halved);
  result.params["tokens"] = static_cast<std::int64_t>(dense.tokens);
  result.params["sequence"] = static_cast<std::int64_t>(dense.sequence);
  result.params["hidden"] = static_cast<std::int64_t>(dense.hidden);
  result.params["type"] = std::string(name(kType));
  result.params["data"] = std::string(name(context.data));
  result.params["units"] = static_cast<std::int64_t>(exec.facts().units);
  result.facts["library"] = exec.gemm().library();
}

void transformer(Exec& exec, const Context& context, Results& results) {
  Result& result = results.device();
  if (exec.gemm().supports(NumberType::bf16))
    run_blocks<NumberType::bf16>(exec, context, result);
  else
    run_blocks<NumberType::fp32>(exec, context, result);
}

}  // namespace

ASSAY_TEST(transformer,
           .summary =
               "a training step of one dense and one mixture-of-experts block, as a job "
               "feels it",
           .seconds = {.standard = 12, .burnin = 30},
           .gpu_seconds = Seconds{.standard = 15, .burnin = 30},
           .metrics = {{"dense_flops", Unit::flops},
                       {"dense_product_share", Unit::ratio},
                       {"moe_flops", Unit::flops},
                       {"moe_product_share", Unit::ratio}},
           .timed = true, .verified = true);

}  // namespace assay::ASSAY_BACKEND
