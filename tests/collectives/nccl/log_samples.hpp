#pragma once
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <tuple>

#include "collectives/nccl/log.hpp"

namespace assay::nccl {

/// Logs written for these tests, in the words of several versions.
inline constexpr const char* kSamples[] = {"two_nodes_ib.log", "four_ranks_sockets.log",
                                           "one_node_collnet.log"};

inline std::string read(const std::filesystem::path& file) {
  const std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

inline std::string sample(const std::string& name) {
  return read(std::filesystem::path(ASSAY_SOURCE_DIR) / "tests/collectives/nccl/logs" / name);
}

/// Everything but `torn`, for comparing.
inline auto facts(const Log& log) {
  return std::tie(log.versions, log.networks, log.nics, log.sockets, log.merged_nics, log.members,
                  log.node_counts, log.connections, log.choices, log.nvls_available,
                  log.nvls_connected, log.nvls_tree_connected, log.collnet_connected, log.warnings);
}

}  // namespace assay::nccl
