#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/node.hpp"

namespace assay {

/// What a node tells the others before they measure anything together.
struct Hello {
  std::string hostname, machine_id, board_serial;
  std::string tool;               ///< version and commit of this program
  std::string plan;               ///< the tests of several ranks, and what else must be equal
  std::vector<std::string> gpus;  ///< PCI addresses of those that take part
  friend bool operator==(const Hello&, const Hello&) = default;
};

[[nodiscard]] std::string encode(const Hello& hello);
/// What encode() wrote. Throws Error for anything else.
[[nodiscard]] Hello decode_hello(std::string_view text);

/// Why these nodes, by rank, cannot be measured together: not one program, not one plan, two ranks
/// on one host. "" if they can.
[[nodiscard]] std::string against(const std::vector<Hello>& nodes);

}  // namespace assay
