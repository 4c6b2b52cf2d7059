#include <memory>

#include "core/philox.hpp"
#include "kernels/cuda/peers.hpp"
#include "tests/gpu/gpu_test.hpp"

// Copies between GPUs, all of them with all others.

namespace assay::cuda {
namespace {

struct Stamp {
  std::uint64_t* out;
  std::uint64_t from;
  ASSAY_HD void operator()(std::size_t i) const { out[i] = (from << 32) + i; }
};
struct IsStamp {
  std::uint64_t from;
  ASSAY_HD Range<std::uint64_t> operator()(std::size_t i) const {
    return {(from << 32) + i, (from << 32) + i};
  }
};

class GpuPeers : public testing::Test {
 protected:
  void SetUp() override {
    int count = 0;
    require(status(cudaGetDeviceCount(&count)), "cudaGetDeviceCount");
    if (count < 2) GTEST_SKIP() << "one GPU has no peers";
    for (int ordinal = 0; ordinal < count; ++ordinal) {
      owned_.push_back(std::make_unique<Exec>(ordinal, Subject{.kind = "gpu", .index = ordinal},
                                              Script{}, clock_));
      devices_.push_back(owned_.back().get());
    }
    peers_ = make_peers(devices_);
  }

  /// Each GPU sends its stamp to each other GPU at once.
  void expect_all_to_arrive(Mover mover, Direction direction) {
    std::vector<Buffer<std::uint64_t>> sources, targets;
    std::vector<Transfer> transfers;
    for (std::size_t from = 0; from < devices_.size(); ++from) {
      sources.push_back(devices_[from]->alloc<std::uint64_t>(kWords));
      devices_[from]->for_each(kWords, Stamp{sources.back().data(), from});
      devices_[from]->wait();
    }
    for (std::size_t from = 0; from < devices_.size(); ++from)
      for (std::size_t to = 0; to < devices_.size(); ++to) {
        if (from == to || (mover == Mover::kernel && !both_direct(from, to))) continue;
        targets.push_back(devices_[to]->alloc<std::uint64_t>(kWords));
        devices_[to]->wait();
        transfers.push_back({from, to, targets.back().data(), sources[from].data(),
                             kWords * sizeof(std::uint64_t)});
      }
    if (transfers.empty()) return;
    peers_->copy(0, mover, direction, transfers);
    devices_[0]->wait();
    for (std::size_t k = 0; k < transfers.size(); ++k)
      EXPECT_EQ(devices_[transfers[k].to]->verify(targets[k], IsStamp{transfers[k].from}).count, 0U)
          << "from " << transfers[k].from << " to " << transfers[k].to;
  }
  bool both_direct(std::size_t a, std::size_t b) const {
    return peers_->direct(a, b) && peers_->direct(b, a);
  }

  static constexpr std::size_t kWords = 1 << 18;
  SystemClock clock_;
  std::vector<std::unique_ptr<Exec>> owned_;
  std::vector<Exec*> devices_;
  std::unique_ptr<Peers> peers_;
};

TEST_F(GpuPeers, EveryTransferArrivesWhereItBelongs) {
  for (const Mover mover : {Mover::copy_engine, Mover::kernel})
    for (const Direction direction : {Direction::write, Direction::read})
      expect_all_to_arrive(mover, direction);
}

}  // namespace
}  // namespace assay::cuda
