#pragma once
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "collectives/communicator.hpp"

namespace assay::conformance {

/// What is wrong, a line each; none = all is well.
using Complaints = std::vector<std::string>;

/// Memory of the device that a communicator works on, which the CPU can read and write as well.
using Allocate = std::function<std::shared_ptr<std::byte>(std::size_t bytes)>;
[[nodiscard]] std::shared_ptr<std::byte> host_memory(std::size_t bytes);

/// No check takes as long: whoever waits longer is stuck.
inline constexpr double kPatienceS = 60;

/// One rank as a check sees it.
struct Rank {
  Communicator& communicator;
  Allocate allocate = host_memory;
  Complaints complaints;

  [[nodiscard]] int rank() const noexcept { return communicator.rank(); }
  [[nodiscard]] int size() const noexcept { return communicator.size(); }
  void complain(const std::string& what);
  /// Complains of `what` unless `good`. For what is not said of every element: texts take time.
  void expect(bool good, const std::string& what) {
    if (!good) complain(what);
  }
  void wait() { communicator.wait(kPatienceS); }
  /// As many as fit a page: of a thousand wrong elements the first tell enough.
  static constexpr std::size_t kMostComplaints = 20;
};

/// What each rank carries out: all of them the same.
using Check = std::function<void(Rank& rank)>;

/// Carries out `check` on this rank. Each complaint begins with the rank's number; an exception is
/// one more.
[[nodiscard]] Complaints complaints_of(Communicator& communicator, const Check& check,
                                       const Allocate& allocate = host_memory);

}  // namespace assay::conformance
