#pragma once
#include <string>
#include <vector>

#include "core/shared_library.hpp"

namespace assay::cuda {

/// Where `soname` of the vendor may lie on a node, in the order of trying: the folder that
/// ASSAY_CUDA_LIBRARIES names, what the loader itself finds (LD_LIBRARY_PATH, its cache), the
/// toolkit's folder, and the Python packages that carry it (site-packages/nvidia/*/lib).
[[nodiscard]] std::vector<std::string> vendor_library_candidates(const std::string& soname);

/// Opens the first that can be opened. Throws Error that names what was tried.
[[nodiscard]] SharedLibrary open_vendor_library(const std::string& soname);

}  // namespace assay::cuda
