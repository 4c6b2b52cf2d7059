#include "kernels/chase.hpp"

#include "kernels/host/ports.hpp"

namespace assay::host {
namespace {

class HostChase final : public Chase {
 public:
  void walk(const std::uint64_t* chain, std::size_t steps, std::uint64_t* at) override {
    std::uint64_t node = *at;
    for (std::size_t step = 0; step < steps; ++step) node = chain[node * kStride];
    *at = node;
  }
  void walk_past_l1(const std::uint64_t* chain, std::size_t steps, std::uint64_t* at) override {
    walk(chain, steps, at);
  }
};

}  // namespace

std::unique_ptr<Chase> make_chase() { return std::make_unique<HostChase>(); }

}  // namespace assay::host
