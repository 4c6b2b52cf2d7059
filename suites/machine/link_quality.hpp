#pragma once
#include <map>
#include <optional>
#include <string>

#include "core/host_files.hpp"

namespace assay {

/// Error rates of a port's physical link, before and after forward error correction.
struct LinkQuality {
  std::string why_not;                                       ///< not empty: not told
  std::optional<double> raw_ber, effective_ber, symbol_ber;  ///< errored bits (symbols) over all
  std::string fec;
};

/// Reads what mlxlink prints with --show_counters: lines "key : value", coloured or not.
[[nodiscard]] LinkQuality parse_mlxlink(const std::string& text);

/// Where mlxlink is installed below the root, "" if it is not.
[[nodiscard]] std::string find_mlxlink(const HostFiles& files);

/// Asks `tool` (a path from find_mlxlink) about one port.
[[nodiscard]] LinkQuality read_link_quality(const HostFiles& files, const std::string& tool,
                                            const std::string& device, const std::string& port);

}  // namespace assay
