#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/node.hpp"
#include "reports/importers/common/log_text.hpp"
#include "reports/importers/common/printed.hpp"

namespace assay::nvbandwidth {

/// One matrix of figures in the unit of its description; a cell is absent where N/A stands.
struct Matrix {
  std::size_t line = 0;
  std::string description;  ///< "memcpy CE CPU(row) -> GPU(column) bandwidth (GB/s)"
  std::vector<std::vector<std::optional<Printed>>> rows;
  std::size_t columns = 0;
  std::optional<Printed> sum;  ///< of all cells, as the tool printed it
};

/// One test of nvbandwidth.
struct Case {
  std::size_t line = 0;
  std::string name;   ///< "host_to_device_memcpy_ce"
  std::string error;  ///< the tool's words where it failed
  bool waived = false;
  std::vector<Matrix> matrices;
};

/// What one log says.
struct Bench {
  std::string file, version, statistic = "median";
  Node node;
  std::vector<Case> cases;
  std::optional<double> buffer_bytes;
  std::vector<std::string> unread;
};

[[nodiscard]] Bench read_printed(const LogText& text);
[[nodiscard]] Bench read_json_file(const LogText& text);

/// "Device 0: NVIDIA H100 (00000000:19:00)" without "Device ", added to the node's GPUs; false
/// where it is no such text.
[[nodiscard]] bool take_device(const std::string& text, Node& node);

}  // namespace assay::nvbandwidth
