#include "kernels/cuda/ports.hpp"
#include "kernels/cuda/status.hpp"

namespace assay::cuda {
namespace {

using Count = unsigned long long;

__global__ void count_itself(Count* count) {
  if (count != nullptr) atomicAdd(count, Count{1});
}

struct GraphTraits {
  using raw_type = cudaGraph_t;
  static raw_type empty() noexcept { return nullptr; }
  static void destroy(raw_type graph) noexcept {
    complain(status(cudaGraphDestroy(graph)), "cudaGraphDestroy");
  }
};
struct GraphExecTraits {
  using raw_type = cudaGraphExec_t;
  static raw_type empty() noexcept { return nullptr; }
  static void destroy(raw_type graph) noexcept {
    complain(status(cudaGraphExecDestroy(graph)), "cudaGraphExecDestroy");
  }
};

class CudaLaunches final : public Launches {
 public:
  explicit CudaLaunches(cudaStream_t stream) : stream_(stream) {}
  void kernel(std::uint64_t* count) override {
    count_itself<<<1, 1, 0, stream_>>>(reinterpret_cast<Count*>(count));
    require(status(cudaGetLastError()), "launch of count_itself");
  }
  void graph(std::uint64_t* count) override {
    if (!graph_ || count != counted_) prepare(count);
    require(status(cudaGraphLaunch(graph_.get(), stream_)), "cudaGraphLaunch");
  }
  void wait() override { require(status(cudaStreamSynchronize(stream_)), "cudaStreamSynchronize"); }

 private:
  /// Captured on a stream of its own: the device's may stand behind a gate.
  void prepare(std::uint64_t* count) {
    const Stream capture = make_stream();
    require(status(cudaStreamBeginCapture(capture.get(), cudaStreamCaptureModeThreadLocal)),
            "cudaStreamBeginCapture");
    count_itself<<<1, 1, 0, capture.get()>>>(reinterpret_cast<Count*>(count));
    cudaGraph_t captured = nullptr;
    const cudaError_t ended = cudaStreamEndCapture(capture.get(), &captured);
    const Handle<GraphTraits> graph(captured);
    require(status(ended), "cudaStreamEndCapture");
    cudaGraphExec_t ready = nullptr;
    require(status(cudaGraphInstantiate(&ready, captured, 0)), "cudaGraphInstantiate");
    graph_ = Handle<GraphExecTraits>(ready);
    counted_ = count;
  }
  cudaStream_t stream_;
  Handle<GraphExecTraits> graph_;
  std::uint64_t* counted_ = nullptr;
};

}  // namespace

std::unique_ptr<Launches> make_launches(cudaStream_t stream) {
  return std::make_unique<CudaLaunches>(stream);
}

}  // namespace assay::cuda
