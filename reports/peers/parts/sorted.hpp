#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace assay::peers {

/// Sorts `values` (no NaN) ascending. `spare` is scratch space that keeps its memory from call to
/// call. A radix sort of three passes of 11 bits above a few hundred values: one sort costs what
/// two selections do, and then every order statistic is there.
void sort_values(std::span<float> values, std::vector<std::uint32_t>& spare);

/// Middle of `sorted` (mean of the two middle ones if even); it must not be empty.
[[nodiscard]] double middle(std::span<const float> sorted);

/// Middle of `values`, which are reordered; they must not be empty.
[[nodiscard]] double middle_of(std::span<float> values);

}  // namespace assay::peers
