#include "collectives/nccl/queue.hpp"
#include "kernels/cuda/status.hpp"

namespace assay::nccl {
namespace {

using cuda::status;

struct GraphTraits {
  using raw_type = cudaGraph_t;
  static raw_type empty() noexcept { return nullptr; }
  static void destroy(raw_type graph) noexcept {
    complain(status(cudaGraphDestroy(graph)), "cudaGraphDestroy");
  }
};
struct LaunchableTraits {
  using raw_type = cudaGraphExec_t;
  static raw_type empty() noexcept { return nullptr; }
  static void destroy(raw_type graph) noexcept {
    complain(status(cudaGraphExecDestroy(graph)), "cudaGraphExecDestroy");
  }
};

// The handles only are shared with kernels/cuda, whose functions would bring its kernels along.
cuda::Memory allocate(std::size_t bytes) {
  void* memory = nullptr;
  require(status(cudaMalloc(&memory, bytes)), "cudaMalloc");
  return cuda::Memory(memory);
}

cuda::TimeMark make_mark() {
  cudaEvent_t event = nullptr;
  require(status(cudaEventCreate(&event)), "cudaEventCreate");
  return cuda::TimeMark(event);
}

cuda::Stream stream_of_its_own() {
  // Work of others on the default stream must not be waited for.
  cudaStream_t stream = nullptr;
  require(status(cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking)),
          "cudaStreamCreateWithFlags");
  return cuda::Stream(stream);
}

class CudaQueue final : public Queue {
 public:
  CudaQueue() : stream_(stream_of_its_own()), scratch_(allocate(8)) {
    require(status(cudaGetDevice(&ordinal_)), "cudaGetDevice");
  }

  [[nodiscard]] void* stream() const noexcept override { return stream_.get(); }
  [[nodiscard]] void* scratch() const noexcept override { return scratch_.get(); }

  [[nodiscard]] bool done() override {
    const cudaError_t answer = cudaStreamQuery(stream_.get());
    if (answer == cudaErrorNotReady) return false;
    require(status(answer), "cudaStreamQuery");
    return true;
  }

  void mark() override {
    if (used_ == marks_.size()) {
      use();
      marks_.push_back(make_mark());
    }
    require(status(cudaEventRecord(marks_[used_].get(), stream_.get())), "cudaEventRecord");
    ++used_;
  }

  [[nodiscard]] std::vector<double> between_marks() override {
    std::vector<double> seconds;
    for (std::size_t i = 1; i < used_; ++i) {
      float ms = 0;
      require(status(cudaEventElapsedTime(&ms, marks_[i - 1].get(), marks_[i].get())),
              "cudaEventElapsedTime");
      seconds.push_back(static_cast<double>(ms) * 1e-3);
    }
    used_ = 0;
    return seconds;
  }
  void forget_marks() noexcept override { used_ = 0; }

  [[nodiscard]] std::function<void()> capture(const std::function<void()>& enqueue) override;
  [[nodiscard]] std::unique_ptr<Queue> another() const override {
    use();
    return std::make_unique<CudaQueue>();
  }

 private:
  void use() const { require(status(cudaSetDevice(ordinal_)), "cudaSetDevice"); }

  cuda::Stream stream_;
  cuda::Memory scratch_;
  int ordinal_ = 0;
  std::vector<cuda::TimeMark> marks_;  ///< kept from one series to the next
  std::size_t used_ = 0;
};

std::function<void()> CudaQueue::capture(const std::function<void()>& enqueue) {
  require(status(cudaStreamBeginCapture(stream_.get(), cudaStreamCaptureModeThreadLocal)),
          "cudaStreamBeginCapture");
  cudaGraph_t raw = nullptr;
  try {
    enqueue();
  } catch (...) {
    // The stream is of no use until its capture has ended.
    if (cudaStreamEndCapture(stream_.get(), &raw) == cudaSuccess)
      const Handle<GraphTraits> dropped(raw);
    throw;
  }
  require(status(cudaStreamEndCapture(stream_.get(), &raw)), "cudaStreamEndCapture");
  const Handle<GraphTraits> graph(raw);
  cudaGraphExec_t launchable = nullptr;
  require(status(cudaGraphInstantiate(&launchable, graph.get(), 0)), "cudaGraphInstantiate");
  // A std::function must be able to be copied: the copies share what was made.
  auto shared = std::make_shared<Handle<LaunchableTraits>>(launchable);
  return [shared, stream = stream_.get()] {
    require(status(cudaGraphLaunch(shared->get(), stream)), "cudaGraphLaunch");
  };
}

}  // namespace

std::unique_ptr<Queue> make_cuda_queue() { return std::make_unique<CudaQueue>(); }

}  // namespace assay::nccl
