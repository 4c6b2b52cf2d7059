#include "collectives/nccl/module.hpp"
#include "core/error.hpp"
#include "core/shared_library.hpp"

namespace assay {

NcclModule open_nccl_module(const std::string& path) {
  const SharedLibrary library(path);
  NcclModule module;
  library.symbol<DescribeNcclModule>(kDescribeNcclModule)(module);
  if (module.build != nccl_module_build())
    throw Error("libassay_nccl.so belongs to another build of this program: " + module.build +
                ", not " + nccl_module_build());
  return module;
}

NcclModule open_nccl_module() { return open_nccl_module(module_path("nccl").string()); }

}  // namespace assay
