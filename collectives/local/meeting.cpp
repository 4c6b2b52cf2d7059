#include "collectives/local/meeting.hpp"

#include <algorithm>
#include <chrono>
#include <string>

#include "collectives/communicator.hpp"

namespace assay {
namespace {

std::chrono::steady_clock::time_point time_point(double steady_s) {
  return std::chrono::steady_clock::time_point(
      std::chrono::duration_cast<std::chrono::steady_clock::duration>(
          std::chrono::duration<double>(steady_s)));
}

}  // namespace

void Meeting::come(int rank, const Brought& offer, double until_s) {
  std::unique_lock lock(mutex_);
  offers_[static_cast<std::size_t>(rank)] = offer;
  wait_for_all(rank, until_s, lock);
}

void Meeting::come(int rank, double until_s) {
  std::unique_lock lock(mutex_);
  wait_for_all(rank, until_s, lock);
}

void Meeting::wait_for_all(int rank, double until_s, std::unique_lock<std::mutex>& lock) {
  const long mine = ++arrived_[static_cast<std::size_t>(rank)];
  changed_.notify_all();
  const auto all_here = [&] {
    return given_up_ || *std::min_element(arrived_.begin(), arrived_.end()) >= mine;
  };
  if (!changed_.wait_until(lock, time_point(until_s), all_here))
    throw Stalled("ranks are missing at the deadline");
  if (*std::min_element(arrived_.begin(), arrived_.end()) < mine)
    throw Stalled("another rank has given up");
}

std::vector<int> Meeting::behind(int rank) {
  const std::scoped_lock lock(mutex_);
  const long mine = arrived_[static_cast<std::size_t>(rank)];
  std::vector<int> missing;
  for (std::size_t i = 0; i < arrived_.size(); ++i)
    if (arrived_[i] < mine) missing.push_back(static_cast<int>(i));
  return missing;
}

void Meeting::give_up() {
  const std::scoped_lock lock(mutex_);
  given_up_ = true;
  changed_.notify_all();
}

}  // namespace assay
