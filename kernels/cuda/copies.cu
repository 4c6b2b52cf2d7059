#include "kernels/cuda/fork.hpp"
#include "kernels/cuda/move.hpp"
#include "kernels/cuda/ports.hpp"

namespace assay::cuda {
namespace {

class CudaCopies final : public Copies {
 public:
  CudaCopies(cudaStream_t stream, int units)
      : stream_(stream), blocks_(blocks_to_move(units)), begun_(make_mark()) {}
  void copy(Mover mover, void* to, const void* from, std::size_t bytes) override {
    move(mover, stream_, blocks_, to, from, bytes);
  }
  void copy_both(Mover mover, const Way& one, const Way& other, std::size_t bytes) override {
    require(status(cudaEventRecord(begun_.get(), stream_)), "cudaEventRecord");
    one_.fork(begun_.get());
    other_.fork(begun_.get());
    move(mover, one_.stream(), blocks_, one.to, one.from, bytes);
    move(mover, other_.stream(), blocks_, other.to, other.from, bytes);
    one_.join(stream_);
    other_.join(stream_);
  }

 private:
  cudaStream_t stream_;
  unsigned blocks_;
  TimeMark begun_;
  Branch one_, other_;
};

}  // namespace

std::unique_ptr<Copies> make_copies(cudaStream_t stream, int units) {
  return std::make_unique<CudaCopies>(stream, units);
}

}  // namespace assay::cuda
