#pragma once
#include <map>
#include <memory>
#include <mutex>

#include "collectives/local/meeting.hpp"

namespace assay {

/// Ranks of equal colour meet here once they know each other.
struct Splitting {
  std::mutex mutex;
  std::map<int, std::shared_ptr<struct World>> by_colour;
};

/// What the ranks of one communicator have in common.
struct World {
  explicit World(int ranks) : size(ranks), meeting(ranks) {}
  int size;
  Meeting meeting;
  Splitting splitting;
};

}  // namespace assay
