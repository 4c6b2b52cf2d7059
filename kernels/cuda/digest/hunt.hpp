#pragma once
#include <cuda_runtime_api.h>

#include <cstdint>
#include <vector>

#include "kernels/digest/work.hpp"

namespace assay::cuda {

/// Which matrix instructions the kernels of the loaded image use.
enum class Bodies {
  none,          ///< no kernel for this device yet
  mma_sync,      ///< without fp8
  mma_sync_fp8,  ///< with it
  wgmma
};

/// Tile and schedule of each. Rows and columns are those of a block of kHuntThreads threads; a
/// chain of fp8 is shorter, because its accumulators are.
inline constexpr unsigned kHuntThreads = 256;
inline constexpr unsigned kMmaSlices = 8, kWgmmaSlices = 16;
constexpr DigestShape hunt_shape(Bodies bodies, NumberType type) {
  const unsigned slices = bodies == Bodies::wgmma ? kWgmmaSlices : kMmaSlices;
  return {.rows = 128,
          .columns = 128,
          .slices = slices,
          .chain = type == NumberType::fp8_e4m3 ? 4 : slices,
          .turns = slices};
}

/// The kernel's argument.
struct Hunt {
  std::uint64_t seed;
  unsigned rounds;
  OperandPatterns patterns;
  const int* unit_of_sm;  ///< unit whose SM has this number; -1: none
  unsigned* last_launch;  ///< of each unit: the launch that it did work for
  unsigned launch;        ///< number of this launch, from 1
  int wrong_unit;         ///< gets one flipped bit into its operands, each round; -1: none
  std::uint64_t* out;
};

/// What the device shows when every SM is given one block.
struct Survey {
  std::vector<unsigned> sms;  ///< the numbers of all SMs that got a block, ascending
  unsigned sm_numbers;        ///< all are below this
  Bodies bodies;
};

/// Shared memory that a block takes: what the operands need, and more than half of what an SM has,
/// so that no SM gets two.
[[nodiscard]] std::size_t hunt_shared_bytes(Bodies bodies);

/// Waits until it is done. Throws Error where the device does not answer.
[[nodiscard]] Survey survey(cudaStream_t stream, unsigned units);

/// Enqueues one block on each of `units` SMs. Throws Error where it cannot be launched.
void launch_hunt(cudaStream_t stream, unsigned units, Bodies bodies, NumberType type,
                 const Hunt& hunt);

}  // namespace assay::cuda
