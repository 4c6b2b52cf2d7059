#pragma once
#include <cstddef>
#include <string>

#include "suites/check.hpp"
#include "suites/memory/patterns.hpp"
#include "suites/test.hpp"

namespace assay::ASSAY_BACKEND {

/// A stretch of memory under test, what was found wrong in it, and what the work on it took.
class Bench {
 public:
  Bench(Exec& exec, Result& result, std::size_t n)
      : exec_(exec), result_(result), memory_(exec.template alloc<Word>(n)), n_(n) {}
  [[nodiscard]] Word* data() const { return memory_.data(); }
  [[nodiscard]] std::size_t size() const { return n_; }
  [[nodiscard]] double seconds() const { return seconds_; }
  [[nodiscard]] double bytes() const { return bytes_; }

  /// Times `work`, which moves `sweeps` times all of the memory (reading and writing count apart).
  template <class F>
  void timed(double sweeps, const F& work) {
    const double bytes = sweeps * static_cast<double>(n_ * sizeof(Word));
    seconds_ += exec_.time({bytes, 0}, work);
    bytes_ += bytes;
  }
  template <class F>
  void fill(const F& f) {
    timed(1, [&] { exec_.for_each(n_, Put<Word, F>{data(), f}); });
  }
  template <class F>
  void check(const char* what, const F& f) {
    timed(1, [&] { found(what, exec_.verify(memory_, Exactly<F>{f})); });
  }
  template <class F, class G>
  void check_and_put(const char* what, Sweep sweep, const F& f, const G& next) {
    timed(2, [&] { found(what, exec_.verify_and_put(memory_, sweep, Exactly<F>{f}, next)); });
  }
  template <class F>
  void each(std::size_t n, double sweeps, const F& f) {
    timed(sweeps, [&] { exec_.for_each(n, f); });
  }

 private:
  void found(const char* what, const Miscompare<Word>& wrong) {
    record(result_, what, wrong, [this](std::size_t i) { return exec_.place(data() + i); });
  }
  Exec& exec_;
  Result& result_;
  Buffer<Word> memory_;
  std::size_t n_;
  double seconds_ = 0, bytes_ = 0;
};

}  // namespace assay::ASSAY_BACKEND
