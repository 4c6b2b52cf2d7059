#pragma once
#include <cstddef>

// STREAM's triad as others would write it, compiled for this very machine.

namespace assay::reference {

/// a = b + s c, the plain loop of STREAM on all of OpenMP's threads.
void plain_triad(double* a, const double* b, const double* c, double s, std::size_t n);
void plain_copy(double* c, const double* a, std::size_t n);

/// The same on one thread with stores that bypass the caches, the widest this machine has; `a` on a
/// cache line and n a multiple of 64. Two ways of writing it: one vector at a time, and eight.
void past_caches_triad_1(double* a, const double* b, const double* c, double s, std::size_t n);
void past_caches_triad_8(double* a, const double* b, const double* c, double s, std::size_t n);

}  // namespace assay::reference
