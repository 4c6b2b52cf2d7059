#pragma once
#include <cmath>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "suites/check.hpp"
#include "suites/collective/call.hpp"
#include "suites/collective/keep.hpp"

namespace assay::ASSAY_BACKEND {

/// The elements of a vector.
struct ElementsOf {
  const double* values;
  ASSAY_HD double operator()(std::size_t i) const { return values[i]; }
};

/// What all ranks know together; every rank calls the same in the same order. Takes memory and time
/// that do not grow with the number of ranks.
class Agreement {
 public:
  /// Each call may take `deadline_s`.
  Agreement(Exec& exec, Communicator& ranks, double deadline_s)
      : exec_(exec), ranks_(ranks), deadline_s_(deadline_s) {}

  /// Throws Error unless a sum of ones over all ranks is as many as there should be: no figure
  /// counts that fewer took.
  void demand_all() {
    const double ones = joined({1}, Reduction::sum).front();
    if (ones != ranks_.size())
      throw Error("a sum of ones over all ranks is " + std::to_string(std::llround(ones)) +
                  ", not " + std::to_string(ranks_.size()));
  }
  /// The largest of all ranks, element by element.
  [[nodiscard]] std::vector<double> largest(const std::vector<double>& mine) {
    return joined(mine, Reduction::maximum);
  }
  [[nodiscard]] double largest(double mine) { return largest(std::vector{mine}).front(); }
  /// The rank with the largest figure; the first of several.
  [[nodiscard]] int rank_of_largest(double mine) {
    const double most = largest(mine);
    const double candidate = mine >= most ? ranks_.rank() : ranks_.size();
    return static_cast<int>(joined({candidate}, Reduction::minimum).front());
  }

 private:
  [[nodiscard]] std::vector<double> joined(const std::vector<double>& mine, Reduction reduction) {
    const auto host = exec_.template alloc_host<double>(mine.size());
    exec_.fill_host(host, ElementsOf{mine.data()});
    auto buffer = exec_.template alloc<double>(mine.size());
    exec_.for_each(mine.size(), Put<double, ElementsOf>{buffer.data(), {host.data()}});
    exec_.wait();
    ranks_.all_reduce(buffer.data(), buffer.data(), static_cast<std::int64_t>(mine.size()),
                      ElementType::fp64, reduction);
    with_buffers(buffer, [&] { ranks_.wait(deadline_s_); });
    return exec_.to_host(buffer);
  }
  Exec& exec_;
  Communicator& ranks_;
  double deadline_s_;
};

}  // namespace assay::ASSAY_BACKEND
