#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include "core/error.hpp"
#include "kernels/copies.hpp"
#include "kernels/gemm.hpp"
#include "kernels/host/exec.hpp"
#include "kernels/host/peers.hpp"
#include "kernels/launches.hpp"
#include "kernels/packed.hpp"
#include "kernels/streams.hpp"

// The ports of what only GPUs have, as a host device that stands in for one carries them out.

namespace assay::host {
namespace {

using Words = std::vector<std::uint64_t>;

DeviceFacts stand_in(std::int64_t index = 0) {
  DeviceFacts facts;
  facts.subject = {.kind = "gpu", .index = index};
  return facts;
}

class GpuPorts : public testing::Test {
 protected:
  Buffer<std::uint64_t> counting(std::size_t n, std::uint64_t from) {
    auto buffer = exec_.alloc<std::uint64_t>(n);
    for (std::size_t i = 0; i < n; ++i) buffer.data()[i] = from + i;
    return buffer;
  }
  SimulatedClock clock_;
  Exec exec_{{stand_in(), {-1, -1, -1}, {}}, clock_};
};

TEST_F(GpuPorts, CopiesEveryByteAndNoMore) {
  for (const std::size_t n : {2U, 510U, 512U, 514U, 5000U}) {
    const auto from = counting(n, 7);
    for (const Mover mover : {Mover::copy_engine, Mover::kernel}) {
      const auto to = exec_.alloc<std::uint64_t>(n + 2);
      exec_.copies().copy(mover, to.data(), from.data(), n * sizeof(std::uint64_t));
      const Words arrived = exec_.to_host(to);
      EXPECT_TRUE(std::equal(from.data(), from.data() + n, arrived.begin()));
      EXPECT_EQ(arrived[n], ~std::uint64_t{0}) << "beyond the end";
    }
  }
}

TEST_F(GpuPorts, CopiesBothWaysAtOnceToTheRightPlaces) {
  constexpr std::size_t n = 3000;
  const auto one = counting(n, 1);
  const auto other = counting(n, 1000000);
  const auto to_one = exec_.alloc_host<std::uint64_t>(n);
  const auto to_other = exec_.alloc<std::uint64_t>(n);
  exec_.copies().copy_both(Mover::copy_engine, {to_one.data(), one.data()},
                           {to_other.data(), other.data()}, n * sizeof(std::uint64_t));
  EXPECT_EQ(exec_.to_host(to_one), exec_.to_host(one));
  EXPECT_EQ(exec_.to_host(to_other), exec_.to_host(other));
}

TEST_F(GpuPorts, LaunchesCountThemselvesIfAskedTo) {
  std::uint64_t count = 0;
  for (int i = 0; i < 10; ++i) exec_.launches().kernel(&count);
  for (int i = 0; i < 5; ++i) exec_.launches().graph(&count);
  exec_.launches().kernel(nullptr);
  exec_.launches().graph(nullptr);
  exec_.launches().wait();
  EXPECT_EQ(count, 15U);
}

TEST_F(GpuPorts, ReadingAgainGivesTheDigestOfReadingOnce) {
  const auto array = exec_.alloc<double>(5000);
  for (std::size_t i = 0; i < array.size(); ++i) array.data()[i] = 1.0 / static_cast<double>(i + 1);
  unsigned long long once = 0;
  exec_.streams().read(array.data(), &once, array.size());
  EXPECT_NE(once, 0U);
  for (const unsigned passes : {1U, 3U, 65U}) {
    unsigned long long again = 0;
    exec_.streams().read_again(array.data(), &again, array.size(), passes);
    EXPECT_EQ(again, once) << passes;
  }
}

TEST_F(GpuPorts, PeersCarryEachTransferFromItsSourceToItsTarget) {
  Exec second{{stand_in(1), {-1}, {}}, clock_};
  Exec third{{stand_in(2), {-1, -1}, {}}, clock_};
  const std::vector<Exec*> devices{&exec_, &second, &third};
  const auto peers = make_peers(devices);
  constexpr std::size_t n = 2048;
  std::vector<Buffer<std::uint64_t>> sources;
  std::vector<Buffer<std::uint64_t>> targets;
  std::vector<Transfer> transfers;
  for (std::size_t from = 0; from < 3; ++from)
    for (std::size_t to = 0; to < 3; ++to) {
      if (from == to) continue;
      EXPECT_TRUE(peers->direct(from, to));
      sources.push_back(counting(n, 100000 * from + 1000 * to));
      targets.push_back(devices[to]->alloc<std::uint64_t>(n));
      transfers.push_back(
          {from, to, targets.back().data(), sources.back().data(), n * sizeof(std::uint64_t)});
    }
  for (std::size_t timer = 0; timer < 3; ++timer)
    peers->copy(timer, Mover::kernel, Direction::read, transfers);
  for (std::size_t k = 0; k < sources.size(); ++k)
    EXPECT_EQ(exec_.to_host(targets[k]), exec_.to_host(sources[k])) << k;
}

/// Every element against a sum in plain integers; of operands up to `most`, which each type must
/// hold exactly.
template <class A, class B, class C>
void expect_product(Exec& exec, NumberType type, const GemmShape& shape, int most = 6) {
  const auto a = exec.alloc<A>(holding<A>(shape.rows * shape.inner));
  const auto b = exec.alloc<B>(holding<B>(shape.columns * shape.inner));
  const auto c = exec.alloc<C>(shape.rows * shape.columns);
  const auto up_to = [](std::size_t i, int n) {
    return static_cast<int>(i % static_cast<std::size_t>(2 * n + 1)) - n;
  };
  const auto left = [&](std::size_t i) { return double(up_to(i, most)); };
  const auto right = [&](std::size_t i) { return double(up_to(i, most - 1)); };
  for (std::size_t i = 0; i < a.size(); ++i) a.data()[i] = pack<A>(left, i);
  for (std::size_t i = 0; i < b.size(); ++i) b.data()[i] = pack<B>(right, i);
  exec.gemm().multiply(type, shape, a.data(), b.data(), c.data());
  for (std::size_t i = 0; i < shape.rows; ++i)
    for (std::size_t j = 0; j < shape.columns; ++j) {
      double sum = 0;
      for (std::size_t l = 0; l < shape.inner; ++l)
        sum += left(i * shape.inner + l) * right(j * shape.inner + l);
      ASSERT_EQ(c.data()[i * shape.columns + j], static_cast<C>(sum)) << i << "," << j;
    }
}

TEST_F(GpuPorts, AStandInMultipliesInEveryType) {
  for (const NumberType type : kNumberTypes) EXPECT_TRUE(exec_.gemm().supports(type));
  for (const GemmShape& shape : {GemmShape{1, 1, 1}, GemmShape{5, 70, 9}, GemmShape{33, 17, 101}}) {
    expect_product<float, float, float>(exec_, NumberType::fp32, shape);
    expect_product<Tf32, Tf32, float>(exec_, NumberType::tf32, shape);
    expect_product<Fp16, Fp16, float>(exec_, NumberType::fp16, shape);
    expect_product<Bf16, Bf16, float>(exec_, NumberType::bf16, shape);
    expect_product<Fp8E4m3, Fp8E4m3, float>(exec_, NumberType::fp8_e4m3, shape);
    expect_product<Fp8E5m2, Fp8E4m3, float>(exec_, NumberType::fp8_e5m2, shape);
    expect_product<Fp4Pair, Fp4Pair, float>(exec_, NumberType::fp4, shape, 4);
    expect_product<std::int8_t, std::int8_t, std::int32_t>(exec_, NumberType::int8, shape);
  }
}

TEST_F(GpuPorts, AHostHasNoMatrixUnits) {
  DeviceFacts host;
  Exec exec{{host, {-1}, {}}, clock_};
  for (const NumberType type : kNumberTypes)
    EXPECT_EQ(exec.gemm().supports(type), type == NumberType::fp64 || type == NumberType::fp32);
}

}  // namespace
}  // namespace assay::host
