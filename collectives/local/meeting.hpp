#pragma once
#include <condition_variable>
#include <map>
#include <mutex>
#include <vector>

namespace assay {

/// What a rank shows to the others for the time of one operation.
struct Brought {
  const void* send = nullptr;
  const void* shares = nullptr;  ///< of all_to_all_v
  int number = 0;                ///< a colour, a peer: what the operation needs to know of others
};

/// Where the ranks of one process meet.
class Meeting {
 public:
  explicit Meeting(int ranks)
      : offers_(static_cast<std::size_t>(ranks)), arrived_(offers_.size()) {}

  /// Shows `offer` and returns when all ranks have come as often as this one. Throws Stalled where
  /// one has not at `until` (of the steady clock), and from then on.
  void come(int rank, const Brought& offer, double until_s);
  /// As come(), without showing anything new.
  void come(int rank, double until_s);
  [[nodiscard]] const Brought& offer(int rank) const {
    return offers_[static_cast<std::size_t>(rank)];
  }
  /// Ranks that have come less often than `rank`, which would be heard if they were there.
  [[nodiscard]] std::vector<int> behind(int rank);
  void give_up();

 private:
  void wait_for_all(int rank, double until_s, std::unique_lock<std::mutex>& lock);
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Brought> offers_;
  std::vector<long> arrived_;  ///< how often each has come
  bool given_up_ = false;
};

}  // namespace assay
