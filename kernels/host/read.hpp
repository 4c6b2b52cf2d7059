#pragma once
#include <cstddef>
#include <cstdint>

#include "kernels/host/isa.hpp"

namespace assay::host {

/// Exclusive or of the words a[begin] to a[end - 1], every one of which is read; on the calling
/// thread alone.
[[nodiscard]] std::uint64_t read_all(Isa isa, const double* a, std::size_t begin, std::size_t end);

}  // namespace assay::host
