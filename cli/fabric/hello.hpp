#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/facts.hpp"
#include "core/node.hpp"

namespace assay {

/// What a node tells the others before they measure anything together.
struct Hello {
  std::string hostname, machine_id, board_serial;
  std::string tool;               ///< version and commit of this program
  std::string plan;               ///< the tests of several ranks, and what else must be equal
  std::vector<std::string> gpus;  ///< that take part: gpu_key() of each
  friend bool operator==(const Hello&, const Hello&) = default;
};

[[nodiscard]] std::string encode(const Hello& hello);
/// What encode() wrote. Throws Error for anything else.
[[nodiscard]] Hello decode_hello(std::string_view text);

/// What no other GPU of its host has, in few bytes: its PCI address as one hexadecimal number
/// ("0000:1b:00.0" is "1b000"); its label where the address is not known.
[[nodiscard]] std::string gpu_key(const Subject& gpu, const Node& node);

/// May several ranks be on one host, and on one GPU?
enum class Sharing { refused, allowed };

/// Why these nodes, by rank, cannot be measured together: not one program, not one plan, fewer GPUs
/// than ranks, two ranks on one host. "" if they can.
[[nodiscard]] std::string against(const std::vector<Hello>& nodes, Sharing sharing);

}  // namespace assay
