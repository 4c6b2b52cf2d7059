#include "kernels/streams.hpp"

#include <gtest/gtest.h>

#include <bit>

#include "core/philox.hpp"
#include "kernels/host/exec.hpp"

namespace assay::host {
namespace {

struct Case {
  Isa isa;
  std::int64_t cache;  ///< small: stores bypass the caches; large: they do not
};

class StreamsTest : public testing::TestWithParam<Case> {
 protected:
  StreamsTest()
      : exec_({{.caches = {{2, GetParam().cache}}}, {-1, -1}, {}, {}, supported()}, clock_) {}
  void SetUp() override {
    if (GetParam().isa > best_isa()) GTEST_SKIP() << "this processor lacks it";
  }
  static Isa supported() { return std::min(GetParam().isa, best_isa()); }

  /// Runs `kernel(out, in1, in2, n)` at sizes around every block and holds it against `right(in1,
  /// in2)`.
  template <class Kernel, class Right>
  void expect(const Kernel& kernel, const Right& right) {
    for (const std::size_t n : {1U, 63U, 65U, 513U, 1600U, 5003U}) {
      const auto out = exec_.alloc<double>(n + 1);
      const auto in1 = exec_.alloc<double>(n);
      const auto in2 = exec_.alloc<double>(n);
      for (std::size_t i = 0; i < n; ++i) {
        in1.data()[i] = static_cast<double>(i % 37) - 9;
        in2.data()[i] = static_cast<double>(i % 23) * 2;
      }
      kernel(out.data(), in1.data(), in2.data(), n);
      for (std::size_t i = 0; i < n; ++i)
        ASSERT_EQ(out.data()[i], right(in1.data()[i], in2.data()[i])) << n << " " << i;
      EXPECT_EQ(std::bit_cast<std::uint64_t>(out.data()[n]), ~std::uint64_t{0})
          << "wrote past its end";
    }
  }

  SimulatedClock clock_;
  Exec exec_;
};

TEST_P(StreamsTest, ComputesWhatItSays) {
  auto& s = exec_.streams();
  expect([&](double* o, const double* a, const double*, std::size_t n) { s.copy(o, a, n); },
         [](double a, double) { return a; });
  expect([&](double* o, const double* a, const double*, std::size_t n) { s.scale(o, a, 3, n); },
         [](double a, double) { return 3 * a; });
  expect([&](double* o, const double* a, const double* b, std::size_t n) { s.add(o, a, b, n); },
         [](double a, double b) { return a + b; });
  expect(
      [&](double* o, const double* a, const double* b, std::size_t n) { s.triad(o, a, b, 3, n); },
      [](double a, double b) { return a + 3 * b; });
  expect([&](double* o, const double*, const double*, std::size_t n) { s.write(o, 5, n); },
         [](double, double) { return 5; });
}

TEST_P(StreamsTest, ReadMissesNoBitOfNoElement) {
  for (const std::size_t n : {1U, 63U, 64U, 65U, 513U, 5003U}) {
    const auto array = exec_.alloc<double>(n);
    unsigned long long right = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const std::uint64_t word = random_bits(5, i);
      right ^= word;
      array.data()[i] = std::bit_cast<double>(word);
    }
    unsigned long long digest = 0;
    exec_.streams().read(array.data(), &digest, n);
    EXPECT_EQ(digest, right) << n;
    for (std::size_t k = 0; k < 40; ++k) {
      const std::size_t i = random_bits(9, k) % n;
      const auto bit = static_cast<unsigned>(random_bits(10, k) % 64);
      auto* word = reinterpret_cast<unsigned char*>(array.data() + i);
      word[bit / 8] = static_cast<unsigned char>(word[bit / 8] ^ (1U << (bit % 8)));
      exec_.streams().read(array.data(), &digest, n);
      EXPECT_EQ(digest, right ^ (1ULL << bit)) << "element " << i << ", bit " << bit;
      word[bit / 8] = static_cast<unsigned char>(word[bit / 8] ^ (1U << (bit % 8)));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Isa, StreamsTest,
                         testing::Values(Case{Isa::baseline, 1}, Case{Isa::baseline, 1 << 30},
                                         Case{Isa::avx2, 1}, Case{Isa::avx2, 1 << 30},
                                         Case{Isa::avx512, 1}, Case{Isa::avx512, 1 << 30}),
                         [](const auto& parameter) {
                           return std::string(name(parameter.param.isa)) +
                                  (parameter.param.cache == 1 ? "_past_caches" : "_cached");
                         });

}  // namespace
}  // namespace assay::host
