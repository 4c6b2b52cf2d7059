#pragma once
#include "reports/importers/importer.hpp"
#include "reports/importers/nvbandwidth/bench.hpp"

namespace assay::nvbandwidth {

/// Which figure of this program one of nvbandwidth's tests gives.
struct Counterpart {
  std::string test, metric;
  bool is_pair = false;     ///< a matrix of GPUs by GPUs, not a row of GPUs
  bool row_is_from = true;  ///< of a pair: data flows from the row's GPU to the column's
  double factor = 1;        ///< 2 where nvbandwidth counts a byte once that is read and written
};

/// Of "host_to_device_memcpy_ce"; of names that are not known a test and metric of their own.
[[nodiscard]] Counterpart counterpart_of(const std::string& name);

/// link.* and memory.copy results, one for each GPU or pair, with all that is known of it.
[[nodiscard]] Imported results_of(Bench bench);

}  // namespace assay::nvbandwidth
