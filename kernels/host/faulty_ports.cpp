#include "kernels/host/faulty_ports.hpp"

#include <limits>
#include <utility>

namespace assay::host {
namespace {

class NanGemm final : public Gemm {
 public:
  explicit NanGemm(std::unique_ptr<Gemm> real) : real_(std::move(real)) {}
  bool supports(NumberType type) const noexcept override { return real_->supports(type); }
  std::string library() const override { return real_->library(); }
  void multiply(NumberType type, const GemmShape& shape, const void* a, const void* b,
                void* c) override {
    real_->multiply(type, shape, a, b, c);
    const std::size_t victim = shape.rows * shape.columns / 2;
    if (type == NumberType::fp64)
      static_cast<double*>(c)[victim] = std::numeric_limits<double>::quiet_NaN();
    else
      static_cast<float*>(c)[victim] = std::numeric_limits<float>::quiet_NaN();
  }

 private:
  std::unique_ptr<Gemm> real_;
};

class WrongUnit final : public Digest {
 public:
  WrongUnit(std::unique_ptr<Digest> real, std::size_t unit) : real_(std::move(real)), unit_(unit) {}
  std::size_t units() const override { return real_->units(); }
  std::string unit_name(std::size_t u) const override { return real_->unit_name(u); }
  double operations_per_round() const override { return real_->operations_per_round(); }
  void run(std::uint64_t seed, std::size_t rounds, std::uint64_t* out) override {
    real_->run(seed, rounds, out);
    out[unit_] ^= 0x10;
  }
  std::optional<std::uint64_t> second_opinion(std::uint64_t seed, std::size_t rounds) override {
    return real_->second_opinion(seed, rounds);
  }

 private:
  std::unique_ptr<Digest> real_;
  std::size_t unit_;
};

}  // namespace

std::unique_ptr<Gemm> with_faults(std::unique_ptr<Gemm> real, const Script& script) {
  if (!script.nan_gemm) return real;
  return std::make_unique<NanGemm>(std::move(real));
}

std::unique_ptr<Digest> with_faults(std::unique_ptr<Digest> real, const Script& script) {
  if (!script.wrong_unit) return real;
  return std::make_unique<WrongUnit>(std::move(real), static_cast<std::size_t>(*script.wrong_unit));
}

}  // namespace assay::host
