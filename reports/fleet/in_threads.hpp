#pragma once
#include <exception>
#include <thread>
#include <vector>

namespace assay::fleet {

/// Calls `work(i)` for i in [0, threads) at once, the first on this thread, and returns when all
/// have. Throws what the first of them threw that did.
template <class Work>
void in_threads(std::size_t threads, Work work) {
  std::vector<std::exception_ptr> thrown(threads);
  const auto guarded = [&](std::size_t i) {
    try {
      work(i);
    } catch (...) {
      thrown[i] = std::current_exception();
    }
  };
  {
    std::vector<std::jthread> others;
    others.reserve(threads);
    for (std::size_t i = 1; i < threads; ++i) others.emplace_back(guarded, i);
    guarded(0);
  }
  for (const std::exception_ptr& error : thrown)
    if (error) std::rethrow_exception(error);
}

}  // namespace assay::fleet
