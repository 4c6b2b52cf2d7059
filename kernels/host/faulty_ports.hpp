#pragma once
#include <memory>

#include "kernels/digest.hpp"
#include "kernels/gemm.hpp"
#include "kernels/script.hpp"

namespace assay::host {

// Ports that compute wrongly where the script says so, and are the given ones where it does not.
// Their arrays are in this process's memory.

[[nodiscard]] std::unique_ptr<Gemm> with_faults(std::unique_ptr<Gemm> real, const Script& script);
[[nodiscard]] std::unique_ptr<Digest> with_faults(std::unique_ptr<Digest> real,
                                                  const Script& script);

}  // namespace assay::host
