#pragma once
#include <memory>
#include <utility>

#include "collectives/communicator.hpp"

namespace assay {

/// Does `work`, whose data arrives in `buffers`. Where ranks are missing what is late may still
/// arrive while the others are asked who it is: then the memory is kept for as long as the process
/// lives, which has nothing more to do among ranks.
template <class Buffers, class Work>
auto with_buffers(Buffers& buffers, const Work& work) {
  try {
    return work();
  } catch (const Stalled&) {
    (void)std::make_unique<Buffers>(std::move(buffers)).release();
    throw;
  }
}

}  // namespace assay
