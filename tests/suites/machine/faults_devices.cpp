#include "tests/suites/machine/faults.hpp"

namespace assay {
using fakes::HostTree;
namespace {

std::string pcie(const std::string& id) { return "system.pcie|pci " + id + "|"; }
std::string port(int number) {
  return "system.infiniband|port mlx5_" + std::to_string(number) + "/1|";
}

void set_width(HostTree& tree, const std::string& id, int lanes) {
  tree.set(HostTree::pci_file(id, "current_link_width"), lanes);
}

void set_speed(HostTree& tree, const std::string& id, const std::string& speed) {
  tree.write(HostTree::pci_file(id, "current_link_speed"), speed + "\n");
}

}  // namespace

std::vector<Fault> pcie_faults() {
  return {
      {"LinkAtHalfWidth",
       [](HostTree& t) {
         for (const auto& id : {HostTree::gpu(3), HostTree::gpu_port(3)}) set_width(t, id, 8);
       },
       nullptr,
       {{pcie(HostTree::gpu(3)) + "width", "8"},
        {pcie(HostTree::gpu(3)) + "width_share", "0.5"},
        {pcie(HostTree::gpu_port(3)) + "width", "8"},
        {pcie(HostTree::gpu_port(3)) + "width_share", "0.5"}}},
      {"Gen3InsteadOfGen4",
       [](HostTree& t) {
         for (const auto& id : {HostTree::nvme(0), std::string("0000:00:01.0")})
           set_speed(t, id, "8.0 GT/s PCIe");
       },
       nullptr,
       {{pcie(HostTree::nvme(0)) + "speed", "8000000000"},
        {pcie(HostTree::nvme(0)) + "speed_share", "0.5"},
        {pcie("0000:00:01.0") + "speed", "8000000000"},
        {pcie("0000:00:01.0") + "speed_share", "0.5"}}},
      {"CorrectableErrorsRise",
       nullptr,
       [](HostTree& t) {
         t.write(HostTree::pci_file(HostTree::nic(2), "aer_dev_correctable"),
                 "RxErr 8\nTOTAL_ERR_COR 8\n");
       },
       {{pcie(HostTree::nic(2)) + "aer_correctable_delta", "7"}}},
      {"FatalErrorAtThePortAbove",
       nullptr,
       [](HostTree& t) {
         t.write(HostTree::pci_file(HostTree::gpu_port(1), "aer_dev_fatal"),
                 "DLP 1\nTOTAL_ERR_FATAL 1\n");
       },
       {{pcie(HostTree::gpu_port(1)) + "aer_fatal_delta", "1"}}},
      {"ErrorCounterUnreadable",
       [](HostTree& t) {
         t.make_unreadable(HostTree::pci_file(HostTree::gpu(5), "aer_dev_nonfatal"));
       },
       nullptr,
       {{pcie(HostTree::gpu(5)) + "aer_nonfatal_delta", "?"}}},
  };
}

std::vector<Fault> gpu_faults() {
  return {
      {"GpuDoesNotAnswer",
       [](HostTree& t) { t.silence(HostTree::gpu(6)); },
       nullptr,
       {{pcie(HostTree::gpu(6)) + "outcome", "skipped"},
        {pcie(HostTree::gpu(6)) + "width", "?"},
        {pcie(HostTree::gpu(6)) + "width_share", "?"},
        {pcie(HostTree::gpu(6)) + "speed", "?"},
        {"system.gpudirect|gpu 6|max_payload", "?"},
        {"system.gpudirect|gpu 6|max_payload_share", "?"}}},
      {"GpuVanished",
       [](HostTree& t) {
         t.remove("/sys/bus/pci/devices/" + HostTree::gpu(7));
         t.remove("/proc/driver/nvidia/gpus/" + HostTree::gpu(7));
       },
       nullptr,
       merged({{{"system.identity|node|gpus", "7"}, {"system.identity|node|gpus_driven", "7"}},
               all_of(healthy(), pcie(HostTree::gpu(7)), "-"),
               all_of(healthy(), pcie(HostTree::gpu_port(7)), "-"),
               all_of(healthy(), "system.gpudirect|gpu 7|", "-"),
               all_of(healthy(), "system.gpu|gpu 7|", "-"),
               all_of(healthy(), "system.foreign|gpu 7|", "-")})},
  };
}

std::vector<Fault> port_faults() {
  const auto down = [](HostTree& t) {
    t.write(HostTree::port_file(4, "state"), "1: DOWN\n");
    t.write(HostTree::port_file(4, "phys_state"), "2: Polling\n");
  };
  const auto counter = [](int number, const char* name, int value) {
    return [=](HostTree& t) { t.set(HostTree::port_file(number, name), value); };
  };
  return {
      {"PortPolling", down, nullptr, {{port(4) + "active", "0"}, {port(4) + "link_up", "0"}}},
      {"PortAtHalfRate",
       [](HostTree& t) { t.write(HostTree::port_file(1, "rate"), "200 Gb/sec (2X NDR)\n"); },
       nullptr,
       {{port(1) + "rate", "2e+11"}, {port(1) + "rate_share", "0.5"}}},
      {"SymbolErrorsRise",
       nullptr,
       counter(0, "counters/symbol_error", 121),
       {{port(0) + "symbol_error_delta", "120"}, {port(0) + "symbol_error_per_hour", "120"}}},
      {"SixteenBitCounterFull",
       counter(0, "counters/symbol_error", 0xffff),
       nullptr,
       {{port(0) + "symbol_error_delta", "?"}, {port(0) + "symbol_error_per_hour", "?"}}},
      {"EightBitCounterFull",
       nullptr,
       counter(2, "counters/link_downed", 0xff),
       {{port(2) + "link_downed_delta", "?"}, {port(2) + "link_downed_per_hour", "?"}}},
      {"FourBitCounterFull",
       nullptr,
       counter(2, "counters/local_link_integrity_errors", 15),
       {{port(2) + "local_link_integrity_errors_delta", "?"},
        {port(2) + "local_link_integrity_errors_per_hour", "?"}}},
      {"CounterMovedBackwards",
       nullptr,
       counter(3, "counters/port_rcv_errors", 0),
       {{port(3) + "port_rcv_errors_delta", "?"}, {port(3) + "port_rcv_errors_per_hour", "?"}}},
      {"CounterUnreadable",
       [](HostTree& t) {
         t.make_unreadable(HostTree::port_file(5, "hw_counters/out_of_sequence"));
       },
       nullptr,
       {{port(5) + "out_of_sequence_delta", "?"}, {port(5) + "out_of_sequence_per_hour", "?"}}},
      {"AcknowledgementsTimeOut",
       nullptr,
       counter(6, "hw_counters/local_ack_timeout_err", 19),
       {{port(6) + "local_ack_timeout_err_delta", "12"},
        {port(6) + "local_ack_timeout_err_per_hour", "12"}}},
      {"PortStateUnreadable",
       [](HostTree& t) { t.make_unreadable(HostTree::port_file(7, "state")); },
       nullptr,
       {{port(7) + "outcome", "skipped"}, {port(7) + "active", "?"}}},
      {"RdmaDriverGone", [](HostTree& t) { t.remove("/sys/class/infiniband"); }, nullptr,
       merged({{{"system.infiniband|node|outcome", "skipped"},
                {"system.identity|node|rdma_devices", "0"}},
               all_of(healthy(), "system.infiniband|port", "-")})},
  };
}

}  // namespace assay
