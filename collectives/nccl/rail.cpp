#include "collectives/nccl/rail.hpp"

#include <charconv>

#include "core/error.hpp"

namespace assay::nccl {
namespace {

std::string text_of(const Port& port) { return port.device + '/' + std::to_string(port.number); }

/// "mlx5_1/1 (RoCE)", or what else is known of where data went.
std::string seen(const Log& log) {
  std::string text;
  for (const std::string& transport : transports(log))
    text += (text.empty() ? "" : ", ") + transport;
  if (text.empty()) text = "no connection at all";
  for (const Nic& nic : log.nics)
    text += ", " + nic.name + '/' + std::to_string(nic.port) + " (" + nic.link + ")";
  return text;
}

/// The log names every port that NCCL may use: where that is one, and all went by it, no other did.
bool proves(const Log& log, const Port& port) {
  const auto used = nics_used(log);
  const std::set<std::string> by = transports(log);
  return used && used->size() == 1 && log.nics.size() == 1 && !log.merged_nics && by.size() == 1 &&
         *by.begin() == "NET/IB" && *used->begin() == port.device &&
         log.nics.begin()->name == port.device && log.nics.begin()->port == port.number;
}

}  // namespace

Port port_from(std::string_view id) {
  const std::size_t slash = id.rfind('/');
  Port port;
  if (slash != std::string_view::npos && slash > 0) {
    port.device = id.substr(0, slash);
    const char* end = id.data() + id.size();
    const auto [stop, error] = std::from_chars(id.data() + slash + 1, end, port.number);
    if (error == std::errc{} && stop == end && port.number > 0) return port;
  }
  throw Error("no port of a NIC: " + std::string(id));
}

std::map<std::string, std::string> environment_for(const Port& port) {
  return {{"NCCL_P2P_DISABLE", "1"},
          {"NCCL_SHM_DISABLE", "1"},
          {"NCCL_MNNVL_ENABLE", "0"},
          {"NCCL_NVLS_ENABLE", "0"},
          {"NCCL_COLLNET_ENABLE", "0"},
          {"NCCL_PXN_DISABLE", "1"},
          {"NCCL_IB_MERGE_NICS", "0"},
          // "=": the name as it is. Without it mlx5_1 would be mlx5_10 as well.
          {"NCCL_IB_HCA", "=" + port.device + ':' + std::to_string(port.number)}};
}

std::string against_port(const Log& log, const Port& port) {
  if (proves(log, port)) return {};
  return "NCCL's log does not prove that all went by " + text_of(port) + ": " + seen(log);
}

}  // namespace assay::nccl
