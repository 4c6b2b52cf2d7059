#pragma once
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/node.hpp"

// What NvmlChild and serve_nvml() say to each other: a question is a line, an answer is lines of
// fields, the last of which says that it is the last, or why there is none.

namespace assay {

inline constexpr const char* kNvmlInventory = "inventory";
inline constexpr const char* kNvmlReadings = "readings";  ///< followed by addresses of GPUs
inline constexpr const char* kNvmlEnd = "end";
inline constexpr const char* kNvmlError = "error";

/// NVML answered that it cannot.
class NvmlRefusal : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A node's GPUs and software, a line each.
[[nodiscard]] std::vector<std::map<std::string, std::string>> fields_of(const Node& node);
[[nodiscard]] Node node_from(const std::vector<std::map<std::string, std::string>>& lines);

}  // namespace assay
