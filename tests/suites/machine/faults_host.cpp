#include "tests/suites/machine/faults.hpp"

namespace assay {
using fakes::HostTree;
namespace {

Readings all_counts_unknown() {
  Readings unknown = all_of(healthy(), "system.kernel_log|node|", "?");
  unknown.erase("system.kernel_log|node|outcome");
  return unknown;
}

}  // namespace

std::vector<Fault> core_faults() {
  const std::string cpus = "/sys/devices/system/cpu/";
  const std::string edac = "/sys/devices/system/edac/mc/";
  return {
      {"CoreOffline",
       [=](HostTree& t) {
         t.write(cpus + "online", "0-14\n");
         t.write(cpus + "offline", "15\n");
         t.remove(cpus + "cpu15/topology");
       },
       nullptr,
       {{"system.cpu|node|cores_online", "15"}, {"system.cpu|node|cores_online_share", "0.9375"}}},
      {"CoreThrottles",
       nullptr,
       [=](HostTree& t) { t.set(cpus + "cpu0/thermal_throttle/core_throttle_count", 5); },
       {{"system.cpu|cpu 0|throttle_events", "19"},
        {"system.cpu|cpu 0|throttle_events_delta", "2"}}},
      {"PackageThrottles",
       nullptr,
       [=](HostTree& t) {
         for (const char* cpu : {"cpu4", "cpu5"})
           t.set(cpus + cpu + "/thermal_throttle/package_throttle_count", 9);
       },
       {{"system.cpu|cpu 1|throttle_events", "21"},
        {"system.cpu|cpu 1|throttle_events_delta", "4"}}},
      {"UncorrectedMemoryError",
       nullptr,
       [=](HostTree& t) { t.set(edac + "mc1/ue_count", 1); },
       {{"system.memory|memory mc1|edac_uncorrected", "1"},
        {"system.memory|memory mc1|edac_uncorrected_delta", "1"}}},
      {"CorrectedMemoryErrors",
       nullptr,
       [=](HostTree& t) { t.set(edac + "mc0/ce_count", 42); },
       {{"system.memory|memory mc0|edac_corrected", "42"},
        {"system.memory|memory mc0|edac_corrected_delta", "40"}}},
      {"EdacUnreadable",
       [=](HostTree& t) { t.make_unreadable(edac + "mc2/ce_count"); },
       nullptr,
       {{"system.memory|memory mc2|outcome", "skipped"},
        {"system.memory|memory mc2|edac_corrected", "-"},
        {"system.memory|memory mc2|edac_corrected_delta", "?"}}},
      {"ModuleMissing",
       [=](HostTree& t) { t.set(edac + "mc3/dimm5/size", 0); },
       nullptr,
       {{"system.memory|node|modules", "31"},
        {"system.memory|node|installed_bytes", "2.130303779e+12"},
        {"system.memory|node|usable_share", "1.016395538"}}},
      {"NodeLostHalfItsMemory",
       [](HostTree& t) {
         t.write("/sys/devices/system/node/node1/meminfo", "Node 1 MemTotal: 528620912 kB\n");
       },
       nullptr,
       {{"system.memory|node|numa_balance", "0.5"}}},
  };
}

std::vector<Fault> log_faults() {
  const auto logged = [](const std::string& text, double age_s) {
    return [=](HostTree& t) { t.log(text, age_s); };
  };
  const std::string xid = "NVRM: Xid (PCI:" + HostTree::gpu(3).substr(0, 10) +
                          "): 79, pid='<unknown>', name=<unknown>, GPU has fallen off the bus.";
  const std::string counts = "system.kernel_log|node|";
  constexpr double day_s = 86400;
  return {
      {"XidNow", nullptr, logged(xid, 10), {{counts + "xid_count", "1"}}},
      {"XidInTheLookBack", logged(xid, 3600 + 3000), nullptr, {{counts + "xid_count", "1"}}},
      {"XidThreeDaysAgo", logged(xid, 3 * day_s), nullptr, {}},
      {"SwitchError",
       nullptr,
       logged("nvidia-nvswitch1: SXid (PCI:0000:84:00.0): 12028, Fatal, Link 31 egress error", 10),
       {{counts + "sxid_count", "1"}}},
      {"MachineCheck",
       nullptr,
       logged("mce: [Hardware Error]: Machine check events logged", 10),
       {{counts + "mce_count", "1"}}},
      {"HungTask",
       nullptr,
       logged("INFO: task kworker/3:1:456 blocked for more than 120 seconds.", 10),
       {{counts + "hung_task_count", "1"}}},
      {"MemoryErrorLogged",
       nullptr,
       logged("EDAC MC0: 1 CE memory read error on CPU_SrcID#0", 10),
       {{counts + "edac_count", "1"}}},
      {"BusErrorLogged",
       nullptr,
       logged("pcieport 0000:10:01.0: AER: Corrected error received: 0000:13:00.0", 10),
       {{counts + "aer_count", "1"}}},
      {"DiskError",
       nullptr,
       logged("blk_update_request: I/O error, dev nvme0n1, sector 2048 op 0x0", 10),
       {{counts + "io_error_count", "1"}}},
      {"LogUnreadable", [](HostTree& t) { t.make_unreadable("/dev/kmsg"); }, nullptr,
       merged({{{counts + "outcome", "skipped"}}, all_of(healthy(), counts, "-")})},
      {"LogOverwrittenDuringTheRun", nullptr,
       [](HostTree& t) {
         t.write("/dev/kmsg", "6,9000,431990000000,-;eth0: link becomes ready\n");
       },
       all_counts_unknown()},
  };
}

std::vector<Fault> direct_faults() {
  const HostTree::Registers redirecting{.type = 6, .acs_control = 0x1d};
  return {
      {"AcsOn",
       [=](HostTree& t) { t.write_config(HostTree::gpu_port(0), redirecting); },
       nullptr,
       {{"system.gpudirect|gpu 0|acs_ports", "1"}}},
      {"AcsCannotBeRead",
       [](HostTree& t) {
         t.write(HostTree::pci_file(HostTree::gpu_port(0), "config"), std::string(64, 'x'));
       },
       nullptr,
       {{"system.gpudirect|gpu 0|acs_ports", "?"},
        {"system.gpudirect|gpu 0|max_payload", "?"},
        {"system.gpudirect|gpu 0|max_payload_share", "?"}}},
      {"PayloadLowered",
       [](HostTree& t) { t.write_config(HostTree::nic(4), {.payload = 0}); },
       nullptr,
       {{"system.gpudirect|gpu 4|max_payload", "128"},
        {"system.gpudirect|gpu 4|max_payload_share", "0.5"},
        {"system.gpudirect|gpu 5|max_payload", "128"},
        {"system.gpudirect|gpu 5|max_payload_share", "0.5"}}},
      {"ReadRequestsLowered",
       [](HostTree& t) { t.write_config(HostTree::nic(0), {.read_request = 2}); },
       nullptr,
       {{"system.gpudirect|gpu 0|max_read_request", "512"},
        {"system.gpudirect|gpu 1|max_read_request", "512"}}},
      {"NoWayToGpuMemory",
       [](HostTree& t) { t.write("/proc/modules", "mlx5_core 1 0 - Live 0x0\n"); },
       nullptr,
       {{"system.gpudirect|node|available", "0"}}},
  };
}

std::vector<Fault> work_faults() {
  const std::string process = "/proc/5555/stat";
  const auto limits = [](const std::string& memlock) {
    return "Max open files            1048576              1048576              files     \n"
           "Max locked memory         " +
           memlock + "              unlimited            bytes     \n";
  };
  return {
      {"ForeignProcessOnGpu",
       [=](HostTree& t) {
         t.write(process, fakes::stat_line(5555, 1, "python3", 0));
         for (const int descriptor : {5, 6}) t.open_file(5555, descriptor, "/dev/nvidia3");
       },
       nullptr,
       {{"system.foreign|gpu 3|gpu_processes", "1"}}},
      {"ForeignWorkOnCores",
       nullptr,
       [=](HostTree& t) {
         t.write(process, fakes::stat_line(5555, 1, "python3", 360'000));
         t.write("/proc/stat", "cpu  1450000 0 2000 900000 10 0 50 0 0 0\n");
       },
       {{"system.foreign|node|busy_processes", "1"}, {"system.foreign|node|foreign_cores", "4"}}},
      {"MemlockLow",
       [=](HostTree& t) { t.write("/proc/self/limits", limits("8388608")); },
       nullptr,
       {{"system.limits|node|memlock_bytes", "8388608"},
        {"system.limits|node|memlock_share", "3.874231899e-06"}}},
      {"LimitsUnreadable",
       [](HostTree& t) { t.make_unreadable("/proc/self/limits"); },
       nullptr,
       {{"system.limits|node|outcome", "skipped"},
        {"system.limits|node|memlock_bytes", "?"},
        {"system.limits|node|memlock_share", "?"},
        {"system.limits|node|open_files", "?"}}},
      {"ClockUnsynchronised",
       [](HostTree& t) {
         t.write("/run/adjtimex", "offset: 1200\nmaxerror: 3500\nesterror: 20\nstatus: 8257\n");
       },
       nullptr,
       {{"system.time|node|synchronised", "0"}}},
      {"ClockUnknown", [](HostTree& t) { t.remove("/run/adjtimex"); }, nullptr,
       merged({{{"system.time|node|outcome", "skipped"}},
               all_of(healthy(), "system.time|node|", "-")})},
  };
}

}  // namespace assay
