#include "kernels/cuda/peers.hpp"

#include "kernels/cuda/fork.hpp"
#include "kernels/cuda/move.hpp"

namespace assay::cuda {
namespace {

/// True if `exec`, which is current, can address the memory of `other` from now on.
bool opened(const Exec& exec, const Exec& other) {
  int can = 0;
  require(status(cudaDeviceCanAccessPeer(&can, exec.ordinal(), other.ordinal())),
          "cudaDeviceCanAccessPeer");
  if (can == 0) return false;
  const cudaError_t enabled = cudaDeviceEnablePeerAccess(other.ordinal(), 0);
  if (enabled == cudaErrorPeerAccessAlreadyEnabled)
    cudaGetLastError();  // or the next launch would answer for it
  else
    require(status(enabled), "cudaDeviceEnablePeerAccess");
  return true;
}

class CudaPeers final : public Peers {
 public:
  explicit CudaPeers(std::vector<Exec*> devices) : devices_(std::move(devices)) {
    for (const Exec* device : devices_) {
      device->use();
      begun_.push_back(make_mark());
      auto& direct = direct_.emplace_back();
      for (const Exec* other : devices_)
        direct.push_back(device == other || opened(*device, *other));
      for (std::size_t k = 0; k < devices_.size(); ++k) branches_.emplace_back();
    }
  }
  [[nodiscard]] bool direct(std::size_t from, std::size_t to) const override {
    return direct_.at(from).at(to) && direct_.at(to).at(from);
  }
  void copy(std::size_t timer, Mover mover, Direction direction,
            const std::vector<Transfer>& transfers) override {
    const Exec& clock = *devices_.at(timer);
    clock.use();
    require(status(cudaEventRecord(begun_.at(timer).get(), clock.stream())), "cudaEventRecord");
    for (const Transfer& transfer : transfers) start(mover, direction, transfer, timer);
    for (const Transfer& transfer : transfers) {
      devices_.at(doer(direction, transfer))->use();
      branch(direction, transfer).join(clock.stream());
    }
    clock.use();
  }

 private:
  static std::size_t doer(Direction direction, const Transfer& transfer) {
    return direction == Direction::write ? transfer.from : transfer.to;
  }
  /// Each pair has a stream of its own on the device that does the work.
  const Branch& branch(Direction direction, const Transfer& transfer) const {
    const std::size_t other = direction == Direction::write ? transfer.to : transfer.from;
    return branches_.at(doer(direction, transfer) * devices_.size() + other);
  }
  void start(Mover mover, Direction direction, const Transfer& transfer, std::size_t timer) {
    if (mover == Mover::kernel && !direct(transfer.from, transfer.to))
      throw Error("a kernel cannot copy between GPUs without peer access");
    const Exec& exec = *devices_.at(doer(direction, transfer));
    exec.use();
    const Branch& beside = branch(direction, transfer);
    beside.fork(begun_.at(timer).get());
    if (mover == Mover::kernel)
      return move(mover, beside.stream(), blocks_to_move(exec.facts().units), transfer.target,
                  transfer.source, transfer.bytes);
    require(status(cudaMemcpyPeerAsync(transfer.target, devices_.at(transfer.to)->ordinal(),
                                       transfer.source, devices_.at(transfer.from)->ordinal(),
                                       transfer.bytes, beside.stream())),
            "cudaMemcpyPeerAsync");
  }

  std::vector<Exec*> devices_;
  std::vector<std::vector<bool>> direct_;
  std::vector<TimeMark> begun_;
  std::vector<Branch> branches_;
};

}  // namespace

std::unique_ptr<Peers> make_peers(const std::vector<Exec*>& devices) {
  return std::make_unique<CudaPeers>(devices);
}

}  // namespace assay::cuda
