#include <cmath>

#include "tests/fakes/host_tree.hpp"

namespace assay::fakes {
namespace {

constexpr int kSockets = 2;
constexpr int kCores =
    4;  // of a socket; a real one has more, which would only make the tests slower
constexpr int kCpus = kSockets * kCores * 2;

constexpr const char* kCpuFolder = "/sys/devices/system/cpu/";

}  // namespace

void HostTree::add_cpus() {
  std::string info;
  for (int cpu = 0; cpu < kCpus; ++cpu) {
    const int core = cpu % (kSockets * kCores);
    const int socket = core / kCores;
    const std::string folder = std::string(kCpuFolder) + "cpu" + std::to_string(cpu) + "/";
    set(folder + "topology/physical_package_id", socket);
    set(folder + "topology/core_id", core % kCores);
    write(folder + "cpufreq/scaling_governor", "performance\n");
    set(folder + "thermal_throttle/core_throttle_count", 3);
    set(folder + "thermal_throttle/package_throttle_count", 5);
    info +=
        "processor\t: " + std::to_string(cpu) + "\nvendor_id\t: GenuineIntel\n" +
        "model name\t: Intel(R) Xeon(R) Platinum 8480C\nmicrocode\t: 0x2b000603\nphysical id\t: " +
        std::to_string(socket) + "\nflags\t\t: fpu vme sse2 avx512f amx_tile\n\n";
  }
  write("/proc/cpuinfo", info);
  const std::string all = "0-" + std::to_string(kCpus - 1) + "\n";
  write(std::string(kCpuFolder) + "online", all);
  write(std::string(kCpuFolder) + "present", all);
  write(std::string(kCpuFolder) + "offline", "\n");
  write(std::string(kCpuFolder) + "smt/control", "on\n");
}

void HostTree::add_memory() {
  constexpr std::int64_t node_kib = std::int64_t{1} << 30;  // 1 TiB
  write("/proc/meminfo", "MemTotal:       " + std::to_string(2 * node_kib - 33'000'000) +
                             " kB\nMemFree:        2000000000 kB\nHugePages_Total:       0\n"
                             "HugePages_Free:        0\nHugepagesize:       2048 kB\n");
  for (int node = 0; node < kSockets; ++node) {
    const std::string name = "node" + std::to_string(node);
    write("/sys/devices/system/node/" + name + "/meminfo",
          "Node " + std::to_string(node) +
              " MemTotal:       " + std::to_string(node_kib - 16'500'000) + " kB\n");
  }
  for (int controller = 0; controller < 4; ++controller) {
    const std::string folder = "/sys/devices/system/edac/mc/mc" + std::to_string(controller) + "/";
    write(folder + "mc_name", "Intel_10nm Socket#0 IMC#0\n");
    set(folder + "ce_count", 2);
    set(folder + "ue_count", 0);
    for (int module = 0; module < 8; ++module)
      set(folder + "dimm" + std::to_string(module) + "/size", 65536);
  }
}

std::string HostTree::add_card(const Card& card) {
  std::string path = card.parent_path + "/" + card.id;
  link("/sys/bus/pci/devices/" + card.id, path);
  write(path + "/class", card.class_code + "\n");
  write(path + "/vendor", card.vendor + "\n");
  for (const char* which : {"current", "max"}) {
    write(path + "/" + which + "_link_speed", card.speed + " GT/s PCIe\n");
    write(path + "/" + which + "_link_width", card.width + "\n");
  }
  write(path + "/aer_dev_correctable", "RxErr 1\nBadTLP 0\nTOTAL_ERR_COR 1\n");
  write(path + "/aer_dev_nonfatal", "Undefined 0\nTOTAL_ERR_NONFATAL 0\n");
  write(path + "/aer_dev_fatal", "Undefined 0\nTOTAL_ERR_FATAL 0\n");
  write_config(card.id, card.registers);
  return path;
}

void HostTree::add_switch(int number) {
  const auto bridge = [&](const std::string& id, const std::string& above, int type) {
    return add_card({id, above, "0x060400", "0x1000", "32.0", "16", {.type = type}});
  };
  const std::string first_bus = gpu_port(2 * number).substr(5, 1);
  const std::string domain = "/sys/devices/pci0000:" + first_bus + "0";
  const std::string root_port = bridge("0000:" + first_bus + "0:01.0", domain, 4);
  const std::string upstream = bridge("0000:" + first_bus + "1:00.0", root_port, 5);
  for (int card = 2 * number; card < 2 * number + 2; ++card) {
    add_gpu(card, bridge(gpu_port(card), upstream, 6));
    add_nic(card, bridge(nic_port(card), upstream, 6));
  }
}

void HostTree::add_gpu(int number, const std::string& port) {
  const std::string id = gpu(number);
  const std::string path = add_card({id, port, "0x030200", "0x10de", "32.0", "16", {}});
  // An idle GPU trains its link down.
  write(path + "/current_link_speed", "2.5 GT/s PCIe\n");
  write(port + "/current_link_speed", "2.5 GT/s PCIe\n");
  link(path + "/iommu_group", "/sys/kernel/iommu_groups/" + std::to_string(number));
  write("/sys/kernel/iommu_groups/" + std::to_string(number) + "/type", "identity\n");
  write("/proc/driver/nvidia/gpus/" + id + "/information",
        "Model: \t\t NVIDIA H100 80GB HBM3\nIRQ:   \t\t 120\nGPU UUID: \t " + uuid(number) +
            "\nVideo BIOS: \t 96.00.89.00.01\nBus Type: \t PCIe\nBus Location: \t " + id +
            "\nDevice Minor: \t " + std::to_string(number) + "\nGPU Excluded:\t No\n");
}

void HostTree::add_nic(int number, const std::string& port) {
  const std::string name = "mlx5_" + std::to_string(number);
  const std::string path = add_card({nic(number), port, "0x020700", "0x15b3", "32.0", "16", {}});
  const std::string device = path + "/infiniband/" + name;
  link("/sys/class/infiniband/" + name, device);
  link(device + "/device", path);
  write("/sys/bus/pci/drivers/mlx5_core/module", "");
  link(path + "/driver", "/sys/bus/pci/drivers/mlx5_core");
  write(device + "/fw_ver", "28.43.2026\n");
  write(device + "/board_id", "MT_0000000838\n");
  write(device + "/node_guid", "a088:c203:0045:670" + std::to_string(number) + "\n");
  const std::string folder = device + "/ports/1/";
  write(folder + "state", "4: ACTIVE\n");
  write(folder + "phys_state", "5: LinkUp\n");
  write(folder + "rate", "400 Gb/sec (4X NDR)\n");
  write(folder + "link_layer", "InfiniBand\n");
  for (const char* counter :
       {"symbol_error", "link_error_recovery", "link_downed", "port_rcv_errors",
        "local_link_integrity_errors", "excessive_buffer_overrun_errors"})
    set(folder + "counters/" + counter, 1);
  for (const char* counter : {"out_of_sequence", "local_ack_timeout_err", "rnr_nak_retry_err"})
    set(folder + "hw_counters/" + counter, 7);
}

void HostTree::add_nvme(int number) {
  const std::string port = add_card({"0000:00:0" + std::to_string(1 + number) + ".0",
                                     "/sys/devices/pci0000:00",
                                     "0x060400",
                                     "0x8086",
                                     "32.0",
                                     "4",
                                     {.type = 4}});
  // A Gen4 drive in a Gen5 slot is as it should be.
  add_card({nvme(number), port, "0x010802", "0x144d", "16.0", "4", {}});
  write(port + "/current_link_speed", "16.0 GT/s PCIe\n");
}

void HostTree::add_software() {
  write("/etc/machine-id", "0123456789abcdef0123456789abcdef\n");
  write("/etc/os-release", "NAME=\"Ubuntu\"\nPRETTY_NAME=\"Ubuntu 24.04.2 LTS\"\n");
  write("/proc/sys/kernel/hostname", "node-0001\n");
  write("/proc/sys/kernel/osrelease", "6.8.0-60-generic\n");
  write("/proc/sys/kernel/random/boot_id", "11111111-2222-4333-8444-555555555555\n");
  write("/proc/uptime", std::to_string(std::llround(kUptime_s)) + ".00 100.00\n");
  write("/proc/driver/nvidia/version",
        "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  580.95.05  Release Build\n");
  write("/proc/modules",
        "nvidia_peermem 16384 0 - Live 0x0000000000000000 (O)\n"
        "ib_core 500000 8 mlx5_ib,nvidia_peermem, Live 0x0000000000000000 (O)\n");
  write("/sys/module/mlx5_core/version", "25.04-0.6.1\n");
  for (const auto& [file, text] :
       {std::pair{"product_serial", "S123456X7890123"}, std::pair{"board_serial", "BS42"},
        std::pair{"sys_vendor", "Supermicro"}, std::pair{"product_name", "SYS-821GE-TNHR"},
        std::pair{"bios_version", "2.1"}})
    write(std::string("/sys/class/dmi/id/") + file, std::string(text) + "\n");
  write("/sys/devices/system/clocksource/clocksource0/current_clocksource", "tsc\n");
  write("/sys/devices/system/clocksource/clocksource0/available_clocksource", "tsc hpet acpi_pm\n");
  write("/run/adjtimex",
        "    mode: 0\n  offset: 1200\n maxerror: 3500\n esterror: 20\n  status: 8193\n");
  write("/sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never\n");
}

void HostTree::add_processes() {
  write("/proc/self/limits",
        "Limit                     Soft Limit           Hard Limit           Units     \n"
        "Max open files            1048576              1048576              files     \n"
        "Max locked memory         unlimited            unlimited            bytes     \n");
  write("/proc/self/mounts", "tmpfs /dev/shm tmpfs rw,nosuid,nodev,size=1056964608k 0 0\n");
  write("/proc/self/status", "Name:\tassay\nCpus_allowed_list:\t0-15\n");
  write("/proc/self/stat", stat_line(4243, 4242, "assay", 500));
  write("/proc/4243/stat", stat_line(4243, 4242, "assay", 500));
  write("/proc/4242/stat", stat_line(4242, 4000, "assay", 100));
  write("/proc/4000/stat", stat_line(4000, 1, "bash", 50));
  write("/proc/1/stat", stat_line(1, 0, "systemd", 2000));
  write("/proc/900/stat", stat_line(900, 1, "nvidia-persiste", 30));
  write("/proc/2/stat", stat_line(2, 0, "kthreadd", 10));
  write("/proc/77/stat", stat_line(77, 2, "kworker/0:1 (x)", 9000));
  for (const int pid : {1, 2, 77, 900, 4000, 4242, 4243}) open_file(pid, 0, "/dev/null");
  open_file(900, 4, "/dev/nvidia3");
  open_file(4243, 9, "/dev/nvidia3");
  write("/proc/loadavg", "1.25 0.80 0.60 2/900 4243\n");
  write("/proc/stat", "cpu  10000 0 2000 900000 10 0 50 0 0 0\n");
}

}  // namespace assay::fakes
