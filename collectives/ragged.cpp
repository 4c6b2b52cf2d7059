#include "collectives/ragged.hpp"

namespace assay {

Shares Ragged::shares_of(int rank) const {
  Shares shares;
  for (int other = 0; other < ranks_; ++other) {
    const int to = (other - rank + ranks_) % ranks_;
    const int from = (rank - other + ranks_) % ranks_;
    shares.send_counts.push_back(count(to));
    shares.send_offsets.push_back(begin(to));
    shares.receive_counts.push_back(count(from));
    shares.receive_offsets.push_back(begin(from));
  }
  return shares;
}

}  // namespace assay
