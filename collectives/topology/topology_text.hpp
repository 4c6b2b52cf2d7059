#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace assay::locate {

/// One adapter of one host, and the switch port that it is plugged into.
struct Attachment {
  std::string host;
  std::string nic;   ///< "mlx5_3"; "" where the text does not say
  std::string leaf;  ///< name of the switch
  std::string port;  ///< of the switch; "" where the text does not say
  friend bool operator==(const Attachment&, const Attachment&) = default;
};

/// "tux[0-3,07],login" as tux0 tux1 tux2 tux3 tux07 login: the host lists of Slurm. Throws
/// InputError naming `source`, `line` and what is wrong; also where there are more than 1,000,000.
[[nodiscard]] std::vector<std::string> expand_hosts(std::string_view list,
                                                    const std::string& source, std::size_t line);

/// Reads what `scontrol show topo` prints: hosts below switches of level 0. Other lines are passed
/// over. Throws InputError naming file and line; also where no switch has a node.
[[nodiscard]] std::vector<Attachment> read_slurm_topology(std::string_view text,
                                                          const std::string& source);

/// Reads what `ibnetdiscover` prints: channel adapters, whose descriptions begin with host and
/// device, and the switch ports they are plugged into, in the order of the text. Throws InputError
/// naming file and line; also where there is no adapter.
[[nodiscard]] std::vector<Attachment> read_ibnetdiscover(std::string_view text,
                                                         const std::string& source);

/// Either of the two, by what the text looks like.
[[nodiscard]] std::vector<Attachment> read_topology(std::string_view text,
                                                    const std::string& source);

}  // namespace assay::locate
