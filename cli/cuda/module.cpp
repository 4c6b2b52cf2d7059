#include "cli/cuda/module.hpp"

#include "core/error.hpp"
#include "core/shared_library.hpp"

namespace assay {

CudaModule open_cuda_module() {
  const SharedLibrary library(module_path("cuda").string());
  CudaModule module;
  library.symbol<DescribeCudaModule>(kDescribeCudaModule)(module);
  if (module.build != module_build())
    throw Error("libassay_cuda.so belongs to another build of this program: " + module.build +
                ", not " + module_build());
  return module;
}

}  // namespace assay
