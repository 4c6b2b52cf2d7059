#pragma once

// Special registers of a GPU (PTX ISA, "Special Registers").

namespace assay::cuda {

/// The SM that the calling thread runs on.
__device__ inline unsigned sm_number() {
  unsigned number = 0;
  asm volatile("mov.u32 %0, %%smid;" : "=r"(number));
  return number;
}

/// One more than the highest sm_number(); numbers may have gaps.
__device__ inline unsigned sm_numbers() {
  unsigned count = 0;
  asm volatile("mov.u32 %0, %%nsmid;" : "=r"(count));
  return count;
}

/// Nanoseconds of a clock that all SMs share. It advances in steps of up to a microsecond.
__device__ inline unsigned long long now_ns() {
  unsigned long long ns = 0;
  asm volatile("mov.u64 %0, %%globaltimer;" : "=l"(ns));
  return ns;
}

}  // namespace assay::cuda
