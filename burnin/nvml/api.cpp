#include "burnin/nvml/api.hpp"

namespace assay::nvml {

Api::Api(const std::string& path)
    : library(path),
      error_string(library.symbol<const char* (*)(Status)>("nvmlErrorString")),
      init(library.symbol<Status (*)()>("nvmlInit_v2")),
      shutdown(library.symbol<Status (*)()>("nvmlShutdown")) {
  for (const char* required : {"nvmlDeviceGetCount_v2", "nvmlDeviceGetHandleByIndex_v2",
                               "nvmlDeviceGetHandleByPciBusId_v2", "nvmlDeviceGetPciInfo_v3"})
    (void)library.symbol<void*>(required);
}

}  // namespace assay::nvml
