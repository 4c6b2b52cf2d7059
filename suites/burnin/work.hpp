#pragma once
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>

#include "kernels/copies.hpp"
#include "suites/check.hpp"
#include "suites/compute/product.hpp"
#include "suites/compute/shapes.hpp"
#include "suites/memory/stream.hpp"
#include "suites/payload.hpp"
#include "suites/test.hpp"

// The kernels that loads are made of. Each keeps its operands for the whole stint, so that every
// call must give the same answer.

namespace assay::ASSAY_BACKEND {

/// One kernel of a mix.
class Work {
 public:
  Work() = default;
  Work(const Work&) = delete;
  Work& operator=(const Work&) = delete;
  virtual ~Work() = default;
  virtual void call() = 0;
  /// Of one call.
  [[nodiscard]] virtual Cost cost() const = 0;
  /// What its rate counts, of one call: operations or bytes.
  [[nodiscard]] virtual double amount() const = 0;
  /// Adds the metric of these rates.
  virtual void report(Result& result, const std::vector<double>& rates) const = 0;
  /// Calls once more and holds every element of the answer against what it must be.
  virtual void check(Result& result) = 0;
};

/// Bytes that all operands of a load may take together.
inline double load_bytes(const Exec& exec, const Context& context) {
  return context.bytes > 0 ? static_cast<double>(context.bytes)
                           : static_cast<double>(exec.facts().free_bytes) / 4;
}

/// C = A B', square.
template <NumberType kType>
class ProductWork final : public Work {
  using Types = GemmTypes<kType>;

 public:
  ProductWork(Exec& exec, const Context& context, std::size_t n)
      : exec_(exec), context_(context), n_(n), product_(exec, {n, n, n}) {
    product_.fill(context.data, context.seed);
  }
  void call() override { product_.multiply(); }
  [[nodiscard]] Cost cost() const override {
    const double of_operand = static_cast<double>(bits_of(kType)) / 8;
    return {bytes_of({n_, n_, n_}, of_operand, sizeof(typename Types::Result)), amount()};
  }
  [[nodiscard]] double amount() const override { return operations({n_, n_, n_}); }
  void report(Result& result, const std::vector<double>& rates) const override {
    result.metrics.push_back(sampled_metric("flops", Unit::flops, Better::higher, rates));
    const auto& peaks = exec_.facts().peak_matrix_ops;
    if (const auto peak = peaks.find(kType); peak != peaks.end())
      result.metrics.back().peak = peak->second;
  }
  void check(Result& result) override {
    product_.poison();
    product_.multiply();
    product_.check_by_vector(context_.data, context_.seed, result);
  }
  void digest(unsigned long long* to) { product_.digest(to); }
  [[nodiscard]] std::size_t side() const { return n_; }

 private:
  Exec& exec_;
  const Context& context_;
  std::size_t n_;
  Product<kType> product_;
};

/// out = in1 + kScalar in2: STREAM's triad.
struct TriadFormula {
  ASSAY_HD double operator()(double in1, double in2) const { return in1 + kScalar * in2; }
};

class StreamWork final : public Work {
 public:
  StreamWork(Exec& exec, const Context& context, std::size_t n)
      : exec_(exec),
        data1_{context.data, context.seed},
        data2_{context.data, context.seed + 1},
        out_(exec.template alloc<double>(n)),
        in1_(exec.template alloc<double>(n)),
        in2_(exec.template alloc<double>(n)) {
    fill(exec, in1_, data1_);
    fill(exec, in2_, data2_);
  }
  void call() override {
    exec_.streams().triad(out_.data(), in1_.data(), in2_.data(), kScalar, out_.size());
  }
  [[nodiscard]] Cost cost() const override { return {amount(), 0}; }
  [[nodiscard]] double amount() const override { return 24.0 * static_cast<double>(out_.size()); }
  void report(Result& result, const std::vector<double>& rates) const override {
    result.metrics.push_back(
        sampled_metric("bandwidth", Unit::bytes_per_second, Better::higher, rates));
    result.metrics.back().peak = exec_.facts().peak_bytes_per_second;
  }
  void check(Result& result) override {
    exec_.streams().write(out_.data(), std::nan(""), out_.size());
    call();
    record(result, "wrong result of the kernel",
           verify(exec_, out_, TriadFormula{}, data1_, data2_), place_in(exec_, "out", out_));
  }

 private:
  Exec& exec_;
  Operand data1_, data2_;
  Buffer<double> out_, in1_, in2_;
};

/// To the device and from it at once.
class CopyWork final : public Work {
 public:
  CopyWork(Exec& exec, const Context& context, std::size_t words)
      : exec_(exec),
        down_{context.data, context.seed},
        up_{context.data, ~context.seed},
        host_source_(exec.template alloc_host<std::uint64_t>(words)),
        host_target_(exec.template alloc_host<std::uint64_t>(words)),
        device_source_(exec.template alloc<std::uint64_t>(words)),
        device_target_(exec.template alloc<std::uint64_t>(words)) {
    exec.fill_host(host_source_, down_);
    exec.for_each(words, Put<std::uint64_t, Payload>{device_source_.data(), up_});
  }
  void call() override {
    exec_.copies().copy_both(Mover::copy_engine, {device_target_.data(), host_source_.data()},
                             {host_target_.data(), device_source_.data()}, bytes());
  }
  [[nodiscard]] Cost cost() const override { return {.bytes = amount(), .link_bytes = amount()}; }
  [[nodiscard]] double amount() const override { return 2 * static_cast<double>(bytes()); }
  void report(Result& result, const std::vector<double>& rates) const override {
    result.metrics.push_back(
        sampled_metric("link_bandwidth", Unit::bytes_per_second, Better::higher, rates));
  }
  void check(Result& result) override {
    exec_.for_each(device_target_.size(), Put<std::uint64_t, Constant<std::uint64_t>>{
                                              device_target_.data(), {~std::uint64_t{0}}});
    exec_.fill_host(host_target_, Constant<std::uint64_t>{~std::uint64_t{0}});
    call();
    arrived(result, "wrong word after a copy to the device", device_target_, down_);
    arrived(result, "wrong word after a copy to the host", host_target_, up_);
  }

 private:
  [[nodiscard]] std::size_t bytes() const { return device_source_.size() * sizeof(std::uint64_t); }
  template <class Target>
  void arrived(Result& result, const char* what, const Target& target, const Payload& sent) {
    record(result, what, exec_.verify(target, Exactly<Payload>{sent}), [&](std::size_t i) {
      return "word " + std::to_string(i) + ", " + exec_.place(target.data() + i);
    });
  }

  Exec& exec_;
  Payload down_, up_;
  HostBuffer<std::uint64_t> host_source_, host_target_;
  Buffer<std::uint64_t> device_source_, device_target_;
};

}  // namespace assay::ASSAY_BACKEND
