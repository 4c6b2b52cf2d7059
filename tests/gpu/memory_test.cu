#include <algorithm>
#include <cmath>

#include "core/philox.hpp"
#include "kernels/chase.hpp"
#include "kernels/copies.hpp"
#include "kernels/streams.hpp"
#include "suites/memory/cycle.hpp"
#include "tests/gpu/gpu_test.hpp"

// The memory ports of a GPU against the host's.

namespace assay::cuda {
namespace {

class GpuMemory : public OnGpu {
 protected:
  /// Whole numbers, so that no way of rounding can tell devices apart.
  host::Buffer<double> numbers(std::size_t n, std::uint64_t seed) {
    auto buffer = host_.alloc<double>(n);
    for (std::size_t i = 0; i < n; ++i)
      buffer.data()[i] = static_cast<double>(random_bits(seed, i) >> 44) - (1 << 19);
    return buffer;
  }

  /// Calls `kernel(streams, out, in1, in2, n)` on both devices and compares all of `out`, whose
  /// last element nobody may write.
  template <class Kernel>
  void expect_same(const Kernel& kernel) {
    for (const std::size_t n : kSizes) {
      const auto in1 = numbers(n, 1);
      const auto in2 = numbers(n, 2);
      const auto out = host_.alloc<double>(n + 1);
      kernel(host_.streams(), out.data(), in1.data(), in2.data(), n);
      const auto gpu1 = on_gpu(in1);
      const auto gpu2 = on_gpu(in2);
      const auto gpu_out = gpu_.alloc<double>(n + 1);
      kernel(gpu_.streams(), gpu_out.data(), gpu1.data(), gpu2.data(), n);
      EXPECT_TRUE(same(gpu_.to_host(gpu_out), host_.to_host(out))) << n;
    }
  }
};

using Array = double*;
using Input = const double*;

TEST_F(GpuMemory, StreamsComputeWhatTheHostComputes) {
  expect_same([](Streams& s, Array o, Input a, Input, std::size_t n) { s.copy(o, a, n); });
  expect_same([](Streams& s, Array o, Input a, Input, std::size_t n) { s.scale(o, a, 3, n); });
  expect_same([](Streams& s, Array o, Input a, Input b, std::size_t n) { s.add(o, a, b, n); });
  expect_same([](Streams& s, Array o, Input a, Input b, std::size_t n) { s.triad(o, a, b, 3, n); });
  expect_same([](Streams& s, Array o, Input, Input, std::size_t n) { s.write(o, 5, n); });
}

TEST_F(GpuMemory, ReadingGivesTheHostsDigest) {
  for (const std::size_t n : kSizes) {
    const auto array = numbers(n, 3);
    unsigned long long right = 0;
    host_.streams().read(array.data(), &right, n);
    const auto gpu = on_gpu(array);
    const auto digest = gpu_.alloc<unsigned long long>(1);
    gpu_.streams().read(gpu.data(), digest.data(), n);
    EXPECT_EQ(gpu_.to_host(digest)[0], right) << n;
    for (const unsigned passes : {1U, 3U, 33U}) {
      gpu_.streams().read_again(gpu.data(), digest.data(), n, passes);
      EXPECT_EQ(gpu_.to_host(digest)[0], right) << n << ", " << passes << " passes";
    }
  }
}

TEST_F(GpuMemory, AWalkEndsWhereTheHostsDoes) {
  for (const std::size_t nodes : {4U, 256U, 65536U}) {
    const Cycle cycle(nodes, 7);
    const auto chain = host_.alloc<std::uint64_t>(nodes * Chase::kStride);
    for (std::size_t k = 0; k < nodes; ++k) chain.data()[k * Chase::kStride] = cycle.next(k);
    auto at = host_.alloc<std::uint64_t>(1);
    at.data()[0] = 0;
    const auto gpu_chain = on_gpu(chain);
    const auto gpu_at = on_gpu(at);
    for (const std::size_t steps : {0U, 1U, 1000U, 20000U}) {
      host_.chase().walk(chain.data(), steps, at.data());
      gpu_.chase().walk(gpu_chain.data(), steps, gpu_at.data());
      EXPECT_EQ(gpu_.to_host(gpu_at)[0], at.data()[0]) << nodes << " nodes, " << steps;
    }
  }
}

TEST_F(GpuMemory, CopiesArriveWhole) {
  for (const std::size_t n : {2U, 510U, 100000U, 8000002U}) {
    const auto sent = numbers(n, 4);
    const auto source = on_gpu(sent);
    const std::size_t bytes = n * sizeof(double);
    for (const Mover mover : {Mover::copy_engine, Mover::kernel}) {
      const auto within = gpu_.alloc<double>(n + 2);
      gpu_.copies().copy(mover, within.data(), source.data(), bytes);
      std::vector<double> arrived = gpu_.to_host(within);
      EXPECT_TRUE(std::isnan(arrived[n]) && std::isnan(arrived[n + 1])) << "beyond the end";
      arrived.resize(n);
      EXPECT_TRUE(same(arrived, host_.to_host(sent))) << n;

      const auto back = gpu_.alloc_host<double>(n);
      const auto there = gpu_.alloc<double>(n);
      gpu_.copies().copy(mover, back.data(), source.data(), bytes);
      gpu_.wait();
      EXPECT_EQ(std::memcmp(back.data(), sent.data(), bytes), 0) << n << ", device to host";
      gpu_.copies().copy(mover, there.data(), back.data(), bytes);
      EXPECT_TRUE(same(gpu_.to_host(there), host_.to_host(sent))) << n << ", host to device";
    }
  }
}

TEST_F(GpuMemory, CopiesBothWaysAtOnceDoNotMix) {
  constexpr std::size_t n = 1 << 20;
  const auto up = numbers(n, 5);
  const auto down = numbers(n, 6);
  const auto pinned = gpu_.alloc_host<double>(n);
  std::copy_n(up.data(), n, pinned.data());
  const auto source = on_gpu(down);
  for (const Mover mover : {Mover::copy_engine, Mover::kernel}) {
    const auto target = gpu_.alloc<double>(n);
    const auto back = gpu_.alloc_host<double>(n);
    gpu_.copies().copy_both(mover, {target.data(), pinned.data()}, {back.data(), source.data()},
                            n * sizeof(double));
    EXPECT_TRUE(same(gpu_.to_host(target), host_.to_host(up)));
    EXPECT_EQ(std::memcmp(back.data(), down.data(), n * sizeof(double)), 0);
  }
}

struct Index {
  std::uint64_t* out;
  ASSAY_HD void operator()(std::size_t i) const { out[i] = i; }
};
struct IsIndex {
  ASSAY_HD Range<std::uint64_t> operator()(std::size_t i) const { return {i, i}; }
};
struct Twice {
  ASSAY_HD std::uint64_t operator()(std::size_t i) const { return 2 * i; }
};
struct IsTwice {
  ASSAY_HD Range<std::uint64_t> operator()(std::size_t i) const { return {2 * i, 2 * i}; }
};

TEST_F(GpuMemory, WhatIsAllocatedIsPoisoned) {
  for (const std::size_t n : kSizes) {
    const auto buffer = gpu_.alloc<std::uint64_t>(n);
    const std::vector<std::uint64_t> found = gpu_.to_host(buffer);
    EXPECT_EQ(std::count(found.begin(), found.end(), ~std::uint64_t{0}),
              static_cast<std::ptrdiff_t>(n));
    EXPECT_EQ(gpu_.verify(buffer, IsIndex{}).count, n);
  }
}

TEST_F(GpuMemory, VerificationFindsEachWrongElementAndNoOther) {
  for (const std::size_t n : kSizes) {
    const auto buffer = gpu_.alloc<std::uint64_t>(n);
    gpu_.for_each(n, Index{buffer.data()});
    EXPECT_EQ(gpu_.verify(buffer, IsIndex{}).count, 0U) << n;
    for (const std::size_t victim : {std::size_t{0}, n / 2, n - 1}) {
      const std::uint64_t wrong = victim ^ 0x10;
      require(
          status(cudaMemcpy(buffer.data() + victim, &wrong, sizeof wrong, cudaMemcpyHostToDevice)),
          "cudaMemcpy to the device");
      const auto found = gpu_.verify(buffer, IsIndex{});
      ASSERT_EQ(found.count, 1U) << n << ", " << victim;
      EXPECT_EQ(found.wrong[0].index, victim);
      EXPECT_EQ(found.wrong[0].actual, wrong);
      EXPECT_EQ(found.wrong[0].reread, wrong);
      gpu_.for_each(n, Index{buffer.data()});
    }
  }
}

TEST_F(GpuMemory, ASweepChecksAndPutsEitherWay) {
  for (const Sweep sweep : {Sweep::up, Sweep::down}) {
    const auto buffer = gpu_.alloc<std::uint64_t>(100003);
    gpu_.for_each(buffer.size(), Index{buffer.data()});
    EXPECT_EQ(gpu_.verify_and_put(buffer, sweep, IsIndex{}, Twice{}).count, 0U);
    EXPECT_EQ(gpu_.verify(buffer, IsTwice{}).count, 0U);
  }
}

}  // namespace
}  // namespace assay::cuda
