#pragma once
#include <algorithm>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "collectives/communicator.hpp"

namespace assay::locate {

/// Ranks that get nothing through to some of the others, while everybody hears everybody where all
/// talk together: what a lost route, or a link that drops most packets, looks like to MPI.
class Wedged final : public Communicator {
 public:
  /// `pairs`: lower rank first, of those who do not get on.
  Wedged(std::unique_ptr<Communicator> ranks, std::set<std::pair<int, int>> pairs)
      : ranks_(std::move(ranks)), pairs_(std::move(pairs)) {}

  [[nodiscard]] int rank() const noexcept override { return ranks_->rank(); }
  [[nodiscard]] int size() const noexcept override { return ranks_->size(); }
  void all_reduce(const void* send, void* receive, std::int64_t count, ElementType type,
                  Reduction reduction) override {
    ranks_->all_reduce(send, receive, count, type, reduction);
  }
  void all_gather(const void* send, void* receive, std::int64_t count, ElementType type) override {
    ranks_->all_gather(send, receive, count, type);
  }
  void reduce_scatter(const void* send, void* receive, std::int64_t count, ElementType type,
                      Reduction reduction) override {
    ranks_->reduce_scatter(send, receive, count, type, reduction);
  }
  void broadcast(void* data, std::int64_t count, ElementType type, int root) override {
    ranks_->broadcast(data, count, type, root);
  }
  void reduce(const void* send, void* receive, std::int64_t count, ElementType type,
              Reduction reduction, int root) override {
    ranks_->reduce(send, receive, count, type, reduction, root);
  }
  void all_to_all(const void* send, void* receive, std::int64_t count, ElementType type) override {
    ranks_->all_to_all(send, receive, count, type);
  }
  void all_to_all_v(const void* send, void* receive, const Shares& shares,
                    ElementType type) override {
    ranks_->all_to_all_v(send, receive, shares, type);
  }
  void gather(const void* send, void* receive, std::int64_t count, ElementType type,
              int root) override {
    ranks_->gather(send, receive, count, type, root);
  }
  void scatter(const void* send, void* receive, std::int64_t count, ElementType type,
               int root) override {
    ranks_->scatter(send, receive, count, type, root);
  }
  void send_receive(const void* send, int to, void* receive, int from, std::int64_t count,
                    ElementType type) override {
    ranks_->send_receive(send, to, receive, from, count, type);
  }
  void barrier() override { ranks_->barrier(); }
  void wait(double deadline_s) override { ranks_->wait(deadline_s); }
  /// Among those who do not get on nothing ends: each loses its patience. All others are as fast as
  /// each other, however busy this machine is.
  [[nodiscard]] std::vector<double> time(int calls, double deadline_s,
                                         const std::function<void()>& operation) override {
    if (stuck_) throw Stalled("nothing comes through");
    return std::vector<double>(ranks_->time(calls, deadline_s, operation).size(), 1e-3);
  }
  [[nodiscard]] std::unique_ptr<Communicator> split(int colour, double deadline_s) override {
    std::vector<int> colours(static_cast<std::size_t>(size()));
    ranks_->all_gather(&colour, colours.data(), 1, ElementType::int32);
    ranks_->wait(deadline_s);
    auto part = ranks_->split(colour, deadline_s);
    if (!part) return nullptr;
    auto wedged = std::make_unique<Wedged>(std::move(part), pairs_);
    wedged->stuck_ = std::any_of(pairs_.begin(), pairs_.end(), [&](const auto& pair) {
      return colours.at(static_cast<std::size_t>(pair.first)) == colour &&
             colours.at(static_cast<std::size_t>(pair.second)) == colour;
    });
    return wedged;
  }
  [[nodiscard]] std::vector<int> silent(double deadline_s) override {
    return ranks_->silent(deadline_s);
  }
  void abort() noexcept override { ranks_->abort(); }

 private:
  std::unique_ptr<Communicator> ranks_;
  std::set<std::pair<int, int>> pairs_;
  bool stuck_ = false;
};

}  // namespace assay::locate
