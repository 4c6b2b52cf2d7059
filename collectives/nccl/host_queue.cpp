#include <array>
#include <chrono>

#include "collectives/nccl/queue.hpp"

namespace assay::nccl {
namespace {

class HostQueue final : public Queue {
 public:
  [[nodiscard]] void* stream() const noexcept override { return nullptr; }
  [[nodiscard]] void* scratch() const noexcept override { return scratch_->data(); }
  [[nodiscard]] bool done() override { return true; }
  void mark() override { marks_.push_back(std::chrono::steady_clock::now()); }

  [[nodiscard]] std::vector<double> between_marks() override {
    std::vector<double> seconds;
    for (std::size_t i = 1; i < marks_.size(); ++i)
      seconds.push_back(std::chrono::duration<double>(marks_[i] - marks_[i - 1]).count());
    marks_.clear();
    return seconds;
  }
  void forget_marks() noexcept override { marks_.clear(); }

  [[nodiscard]] std::function<void()> capture(const std::function<void()>& enqueue) override {
    return enqueue;  // nothing is recorded here: calling it again does the same
  }
  [[nodiscard]] std::unique_ptr<Queue> another() const override { return make_host_queue(); }

 private:
  std::unique_ptr<std::array<std::byte, 8>> scratch_ = std::make_unique<std::array<std::byte, 8>>();
  std::vector<std::chrono::steady_clock::time_point> marks_;
};

}  // namespace

std::unique_ptr<Queue> make_host_queue() { return std::make_unique<HostQueue>(); }

}  // namespace assay::nccl
