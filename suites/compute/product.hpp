#pragma once
#include <limits>
#include <string>

#include "kernels/gemm.hpp"
#include "kernels/streams.hpp"
#include "suites/check.hpp"
#include "suites/compute/gemm_types.hpp"
#include "suites/compute/operands.hpp"
#include "suites/test.hpp"

// One matrix product of the GEMM tests: exact on integers, timed on the data asked for, checked
// either way.

namespace assay::ASSAY_BACKEND {

/// Where a product's operands lie, and its result.
template <NumberType kType>
struct ProductAt {
  const typename GemmTypes<kType>::Left* a;
  const typename GemmTypes<kType>::Right* b;
  const typename GemmTypes<kType>::Result* c;
};

/// C x = A (B' x) for a vector x of +-1, row by row: an error in one element of C is an error in
/// its row. `data` is what the operands hold; its key chooses x. Answers the tolerance.
template <NumberType kType>
double check_by_vector(Exec& exec, const GemmShape& shape, const ProductAt<kType>& at,
                       const Operand& data, const std::string& what, Result& result) {
  using Types = GemmTypes<kType>;
  using Left = typename Types::Left;
  using Right = typename Types::Right;
  using Out = typename Types::Result;
  const auto y = exec.template alloc<double>(shape.inner);
  const auto residual = exec.template alloc<double>(shape.rows);
  const Signs x{data.key};
  exec.for_each(shape.inner, ColumnSums<Right>{y.data(), at.b, x, shape.columns, shape.inner});
  exec.for_each(shape.rows, Residual<Left, Out>{residual.data(), at.a, y.data(), at.c, x,
                                                shape.columns, shape.inner});
  const double tolerance = vector_tolerance(data.kind, Types::kEpsilon, shape.columns, shape.inner);
  record(result, what, exec.verify(residual, Within{tolerance}),
         [](std::size_t row) { return "row " + std::to_string(row) + " of C"; });
  return tolerance;
}

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
        a_(exec.template alloc<Left>(holding<Left>(shape.rows * shape.inner))),
        b_(exec.template alloc<Right>(holding<Right>(shape.columns * shape.inner))),
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

  /// A product that is not carried out must not find the one before in its place.
  void poison() {
    exec_.for_each(c_.size(),
                   Put<Out, Constant<Out>>{c_.data(), {std::numeric_limits<Out>::quiet_NaN()}});
  }

  /// *digest = all bits of the result, by exclusive or: of one and the same product they are the
  /// same.
  void digest(unsigned long long* digest) {
    // Read as words of 64 bits, whatever they hold.
    exec_.streams().read(reinterpret_cast<const double*>(c_.data()), digest,
                         c_.size() * sizeof(Out) / sizeof(double));
  }

  /// Answers the tolerance.
  double check_by_vector(DataKind data, std::uint64_t seed, Result& result) {
    return assay::ASSAY_BACKEND::check_by_vector<kType>(
        exec_, shape_, {a_.data(), b_.data(), c_.data()}, {data, seed}, "wrong row of the product",
        result);
  }

 private:
  Exec& exec_;
  GemmShape shape_;
  Buffer<Left> a_;
  Buffer<Right> b_;
  Buffer<Out> c_;
};

}  // namespace assay::ASSAY_BACKEND
