#pragma once
#include <string>

#include "kernels/gemm.hpp"
#include "suites/check.hpp"
#include "suites/compute/gemm_types.hpp"
#include "suites/compute/operands.hpp"
#include "suites/test.hpp"

// One matrix product of the GEMM tests: exact on integers, timed on the data asked for, checked
// either way.

namespace assay::ASSAY_BACKEND {

/// Operands and result of products of one shape.
template <NumberType kType>
class Product {
  using Types = GemmTypes<kType>;
  using Left = typename Types::Left;
  using Right = typename Types::Right;
  using Out = typename Types::Result;

 public:
  Product(Exec& exec, const GemmShape& shape)
      : exec_(exec),
        shape_(shape),
        a_(exec.template alloc<Left>(shape.rows * shape.inner)),
        b_(exec.template alloc<Right>(shape.columns * shape.inner)),
        c_(exec.template alloc<Out>(shape.rows * shape.columns)) {}

  void multiply() { exec_.gemm().multiply(kType, shape_, a_.data(), b_.data(), c_.data()); }

  /// Multiplies integers and holds every element against its closed form.
  void check_exact(std::uint64_t seed, Result& result) {
    const Factors left{seed, Types::kMostFactor};
    const Factors right{~seed, Types::kMostFactor};
    exec_.for_each(a_.size(), Put<Left, LowRank>{a_.data(), {left, shape_.inner}});
    exec_.for_each(b_.size(), Put<Right, LowRank>{b_.data(), {right, shape_.inner}});
    multiply();
    const std::size_t columns = shape_.columns;
    const ExactProduct<Out> product{left, right, Gram(left, right, shape_.inner), columns};
    record(result, "wrong element of an exact product",
           exec_.verify(c_, Exactly<ExactProduct<Out>>{product}), [&](std::size_t i) {
             return "C[" + std::to_string(i / columns) + "][" + std::to_string(i % columns) +
                    "], " + exec_.place(c_.data() + i);
           });
  }

  void fill(DataKind data, std::uint64_t seed) {
    exec_.for_each(a_.size(), Put<Left, GemmOperand<Left>>{a_.data(), {{data, seed}}});
    exec_.for_each(b_.size(), Put<Right, GemmOperand<Right>>{b_.data(), {{data, seed + 1}}});
  }

  /// C x = A (B' x) for a vector x of +-1, row by row: an error in one element of C is an error in
  /// its row. Answers the tolerance.
  double check_by_vector(DataKind data, std::uint64_t seed, Result& result) {
    const auto y = exec_.template alloc<double>(shape_.inner);
    const auto residual = exec_.template alloc<double>(shape_.rows);
    const Signs x{seed};
    exec_.for_each(shape_.inner,
                   ColumnSums<Right>{y.data(), b_.data(), x, shape_.columns, shape_.inner});
    exec_.for_each(shape_.rows, Residual<Left, Out>{residual.data(), a_.data(), y.data(), c_.data(),
                                                    x, shape_.columns, shape_.inner});
    const double tolerance = vector_tolerance(data, Types::kEpsilon, shape_.columns, shape_.inner);
    record(result, "wrong row of the product", exec_.verify(residual, Within{tolerance}),
           [](std::size_t row) { return "row " + std::to_string(row) + " of C"; });
    return tolerance;
  }

 private:
  Exec& exec_;
  GemmShape shape_;
  Buffer<Left> a_;
  Buffer<Right> b_;
  Buffer<Out> c_;
};

}  // namespace assay::ASSAY_BACKEND
