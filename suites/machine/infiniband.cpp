#include "suites/machine/infiniband.hpp"

#include <algorithm>
#include <limits>

#include "core/text.hpp"

namespace assay {
namespace {

constexpr const char* kDevices = "/sys/class/infiniband";

RdmaPort read_port(const HostFiles& files, const std::string& device, const std::string& number) {
  const std::string of_device = std::string(kDevices) + "/" + device;
  const std::string folder = of_device + "/ports/" + number;
  RdmaPort port;
  port.id = device + "/" + number;
  port.device = device;
  port.board = files.read(of_device + "/board_id").text;
  port.link_layer = files.read(folder + "/link_layer").text;
  port.state = files.read(folder + "/state");
  port.physical_state = files.read(folder + "/phys_state");
  port.rate_text = files.read(folder + "/rate");
  port.rate = port_rate(port.rate_text.text);
  for (const PortCounterKind& kind : port_counter_kinds()) {
    std::string path = folder + "/";
    path.append(kind.folder).append("/").append(kind.file);
    Number now = read_number(files, path);
    if (now.state != Reading::State::absent) port.counters.push_back({&kind, std::move(now)});
  }
  return port;
}

}  // namespace

const std::vector<PortCounterKind>& port_counter_kinds() {
  static const std::vector<PortCounterKind> kinds{
      {"symbol_error", "counters", "symbol_error", 16},
      {"link_error_recovery", "counters", "link_error_recovery", 8},
      {"link_downed", "counters", "link_downed", 8},
      {"port_rcv_errors", "counters", "port_rcv_errors", 16},
      {"port_rcv_remote_physical_errors", "counters", "port_rcv_remote_physical_errors", 16},
      {"port_xmit_discards", "counters", "port_xmit_discards", 16},
      {"port_xmit_constraint_errors", "counters", "port_xmit_constraint_errors", 8},
      {"port_rcv_constraint_errors", "counters", "port_rcv_constraint_errors", 8},
      {"local_link_integrity_errors", "counters", "local_link_integrity_errors", 4},
      {"excessive_buffer_overrun_errors", "counters", "excessive_buffer_overrun_errors", 4},
      {"vl15_dropped", "counters", "VL15_dropped", 16},
      {"out_of_sequence", "hw_counters", "out_of_sequence", 63},
      {"packet_seq_err", "hw_counters", "packet_seq_err", 63},
      {"implied_nak_seq_err", "hw_counters", "implied_nak_seq_err", 63},
      {"local_ack_timeout_err", "hw_counters", "local_ack_timeout_err", 63},
      {"rnr_nak_retry_err", "hw_counters", "rnr_nak_retry_err", 63},
      {"out_of_buffer", "hw_counters", "out_of_buffer", 63},
      {"req_transport_retries_exceeded", "hw_counters", "req_transport_retries_exceeded", 63},
  };
  return kinds;
}

std::int64_t counter_maximum(int bits, std::int64_t now) noexcept {
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  for (const int width : {bits, 32}) {
    const std::int64_t maximum = width >= 63 ? most : (std::int64_t{1} << width) - 1;
    if (now <= maximum) return maximum;
  }
  return most;
}

std::optional<double> port_rate(std::string_view text) {
  if (text.find("Gb/sec") == std::string_view::npos) return std::nullopt;
  const auto giga = leading_number(text);
  if (!giga || *giga <= 0) return std::nullopt;
  return *giga * 1e9;
}

bool is_active(const RdmaPort& port) { return port.state.text.ends_with(": ACTIVE"); }

std::vector<RdmaPort> read_rdma_ports(const HostFiles& files) {
  std::vector<RdmaPort> ports;
  for (const std::string& device : files.list(kDevices))
    for (const std::string& number : files.list(std::string(kDevices) + "/" + device + "/ports"))
      ports.push_back(read_port(files, device, number));
  return ports;
}

std::optional<double> peer_rate(const std::vector<RdmaPort>& ports, const RdmaPort& port) {
  std::optional<double> highest;
  for (const RdmaPort& other : ports) {
    const bool alike = other.board == port.board && other.link_layer == port.link_layer;
    if (alike && other.id != port.id && other.rate)
      highest = std::max(highest.value_or(0), *other.rate);
  }
  return highest;
}

}  // namespace assay
