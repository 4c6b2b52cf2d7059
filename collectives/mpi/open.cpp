#include "collectives/mpi/module.hpp"
#include "core/error.hpp"
#include "core/shared_library.hpp"

namespace assay {

MpiModule open_mpi_module(const std::string& path) {
  const SharedLibrary library(path);
  MpiModule module;
  library.symbol<DescribeMpiModule>(kDescribeMpiModule)(module);
  if (module.build != mpi_module_build())
    throw Error("libassay_mpi.so belongs to another build of this program: " + module.build +
                ", not " + mpi_module_build());
  return module;
}

MpiModule open_mpi_module() { return open_mpi_module(module_path("mpi").string()); }

}  // namespace assay
