#include <cstdint>
#include <string>

#include "core/philox.hpp"
#include "kernels/digest.hpp"
#include "kernels/fma.hpp"
#include "kernels/gemm.hpp"
#include "kernels/launches.hpp"
#include "kernels/packed.hpp"
#include "tests/gpu/gpu_test.hpp"

// The compute ports of a GPU against the host's.

namespace assay::cuda {
namespace {

/// From -most to most.
struct SmallInteger {
  std::uint64_t seed;
  int most;
  ASSAY_HD double operator()(std::size_t i) const {
    const auto values = static_cast<std::uint64_t>(2 * most + 1);
    return static_cast<double>(random_bits(seed, i) % values) - double(most);
  }
};

class GpuCompute : public OnGpu {
 protected:
  template <class T>
  host::Buffer<T> small_integers(std::size_t n, std::uint64_t seed, int most) {
    auto buffer = host_.alloc<T>(holding<T>(n));
    for (std::size_t i = 0; i < buffer.size(); ++i)
      buffer.data()[i] = pack<T>(SmallInteger{seed, most}, i);
    return buffer;
  }

  /// The sum of |a b| stays below 2^13, which the narrowest accumulator holds.
  template <class A, class B, class C>
  void expect_product(NumberType type, const GemmShape& shape) {
    const auto a = small_integers<A>(shape.rows * shape.inner, 1, 2);
    const auto b = small_integers<B>(shape.columns * shape.inner, 2, 2);
    const auto c = host_.alloc<C>(shape.rows * shape.columns);
    host_.gemm().multiply(type, shape, a.data(), b.data(), c.data());
    const auto gpu_a = on_gpu(a);
    const auto gpu_b = on_gpu(b);
    const auto gpu_c = gpu_.alloc<C>(c.size());
    gpu_.gemm().multiply(type, shape, gpu_a.data(), gpu_b.data(), gpu_c.data());
    std::vector<C> found = gpu_.to_host(gpu_c);
    for (C& element : found) element = static_cast<C>(element + C{0});  // -0 is 0
    EXPECT_TRUE(same(found, host_.to_host(c)))
        << name(type) << ", " << shape.rows << " x " << shape.columns << " x " << shape.inner;
  }

  template <class T>
  void expect_chains(NumberType type) {
    auto& fma = gpu_.fma();
    ASSERT_TRUE(fma.supports(type)) << name(type);
    const auto out = gpu_.alloc<T>(fma.units() * fma.lanes_per_unit(type));
    for (const std::size_t rounds : {0U, 1U, 1000U}) {
      fma.run(type, rounds, out.data());
      std::vector<T> right(out.size());
      for (std::size_t k = 0; k < FmaChain<T>::kStarts; ++k) {
        const T end = FmaChain<T>::end(FmaChain<T>::start(k), rounds);
        for (std::size_t lane = k; lane < right.size(); lane += FmaChain<T>::kStarts)
          right[lane] = end;
      }
      EXPECT_TRUE(same(gpu_.to_host(out), right)) << name(type) << ", " << rounds << " rounds";
    }
  }

  std::vector<std::uint64_t> digest_of(const DigestWork& work) {
    const auto out = gpu_.alloc<std::uint64_t>(gpu_.digest().units());
    gpu_.digest().run(work, out.data());
    return gpu_.to_host(out);
  }
};

TEST_F(GpuCompute, ProductsAreTheHostsInEveryType) {
  for (const GemmShape& shape :
       {GemmShape{16, 16, 16}, GemmShape{256, 128, 64}, GemmShape{272, 144, 1040}}) {
    expect_product<double, double, double>(NumberType::fp64, shape);
    expect_product<float, float, float>(NumberType::fp32, shape);
    expect_product<Tf32, Tf32, float>(NumberType::tf32, shape);
    expect_product<Fp16, Fp16, float>(NumberType::fp16, shape);
    expect_product<Bf16, Bf16, float>(NumberType::bf16, shape);
    expect_product<std::int8_t, std::int8_t, std::int32_t>(NumberType::int8, shape);
  }
}

TEST_F(GpuCompute, ProductsOfEightBitFloatsAreTheHosts) {
  if (!gpu_.gemm().supports(NumberType::fp8_e4m3))
    GTEST_SKIP() << "the matrix units of this GPU do not multiply fp8";
  for (const GemmShape& shape : {GemmShape{16, 16, 16}, GemmShape{272, 144, 1040}}) {
    expect_product<Fp8E4m3, Fp8E4m3, float>(NumberType::fp8_e4m3, shape);
    expect_product<Fp8E5m2, Fp8E4m3, float>(NumberType::fp8_e5m2, shape);
  }
}

/// The last shape fills no tile of scale factors.
TEST_F(GpuCompute, ProductsOfFourBitFloatsAreTheHosts) {
  if (!gpu_.gemm().supports(NumberType::fp4))
    GTEST_SKIP() << "the matrix units of this GPU do not multiply fp4";
  for (const GemmShape& shape :
       {GemmShape{128, 128, 64}, GemmShape{256, 128, 2048}, GemmShape{288, 160, 1056}})
    expect_product<Fp4Pair, Fp4Pair, float>(NumberType::fp4, shape);
}

TEST_F(GpuCompute, MultiplyAddsAreRightToTheBit) {
  expect_chains<double>(NumberType::fp64);
  expect_chains<float>(NumberType::fp32);
  expect_chains<Fp16>(NumberType::fp16);
}

TEST_F(GpuCompute, EverySmGivesTheReferencesDigest) {
  Digest& digest = gpu_.digest();
  if (digest.types().empty()) GTEST_SKIP() << digest.kernel();
  for (const NumberType type : digest.types())
    for (const std::uint64_t seed : {1U, 99U}) {
      const DigestWork work{type, DigestOperands::exact, seed, 3};
      const auto right = digest.second_opinion(work);
      ASSERT_TRUE(right.has_value()) << name(type);
      const auto found = digest_of(work);
      for (std::size_t u = 0; u < found.size(); ++u)
        EXPECT_EQ(found[u], *right) << name(type) << ", " << digest.unit_name(u);
    }
}

TEST_F(GpuCompute, EverySmAgreesOnRandomOperands) {
  for (const NumberType type : gpu_.digest().types()) {
    const DigestWork work{type, DigestOperands::random, 5, gpu_.digest().rounds()};
    const auto found = digest_of(work);
    EXPECT_EQ(digest_of(work), found) << name(type) << ", the second time";
    for (const std::uint64_t one : found) EXPECT_EQ(one, found[0]) << name(type);
  }
}

TEST_F(GpuCompute, LaunchesHappenAsOftenAsAsked) {
  const auto count = gpu_.alloc<std::uint64_t>(1);
  require(status(cudaMemset(count.data(), 0, sizeof(std::uint64_t))), "cudaMemset");
  for (int i = 0; i < 1000; ++i) gpu_.launches().kernel(count.data());
  for (int i = 0; i < 500; ++i) gpu_.launches().graph(count.data());
  gpu_.launches().kernel(nullptr);
  gpu_.launches().graph(nullptr);
  gpu_.launches().wait();
  EXPECT_EQ(gpu_.to_host(count)[0], 1500U);
}

/// Twice the work takes twice the time, on the device's clock and on the host's.
TEST_F(GpuCompute, TheStopwatchMeasuresWork) {
  auto& fma = gpu_.fma();
  const auto out = gpu_.alloc<float>(fma.units() * fma.lanes_per_unit(NumberType::fp32));
  const auto seconds_of = [&](std::size_t rounds, auto sample) {
    const Sampled sampled = (gpu_.*sample)({.seconds = 0.2}, {},
                                           [&] { fma.run(NumberType::fp32, rounds, out.data()); });
    return sampled.seconds.at(sampled.seconds.size() / 2);
  };
  for (const auto sample : {&Exec::sample, &Exec::sample_from_host}) {
    const double once = seconds_of(1 << 15, sample);
    EXPECT_GT(once, 0);
    EXPECT_NEAR(seconds_of(1 << 16, sample) / once, 2, 0.4);
  }
}

TEST_F(GpuCompute, DescribesItself) {
  const DeviceFacts& facts = gpu_.facts();
  EXPECT_FALSE(facts.name.empty());
  EXPECT_EQ(facts.pci.size(), std::string("0000:1b:00.0").size()) << facts.pci;
  EXPECT_GT(facts.units, 0);
  EXPECT_GT(facts.memory_bytes, facts.free_bytes);
  ASSERT_TRUE(facts.peak_bytes_per_second.has_value());
  EXPECT_GT(*facts.peak_bytes_per_second, 1e11);
  EXPECT_FALSE(facts.peak_vector_ops.empty());
}

}  // namespace
}  // namespace assay::cuda
