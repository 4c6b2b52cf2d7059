#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/host_files.hpp"
#include "tests/fakes/nvml/fake_nvml.hpp"

namespace assay::fakes {

/// A folder laid out like the files of a healthy node: 2 sockets, 8 x H100 and 8 x ConnectX-7 NDR
/// in pairs below 4 PCIe switches, 2 NVMe devices, EDAC, NVIDIA driver 580 with peermem, a quiet
/// kernel log. The methods named after a fault break it in one way each. The folder goes when the
/// object goes.
class HostTree {
 public:
  HostTree();
  HostTree(const HostTree&) = delete;
  HostTree& operator=(const HostTree&) = delete;
  ~HostTree();

  [[nodiscard]] HostFiles files() const { return HostFiles(root_); }
  [[nodiscard]] const std::filesystem::path& root() const noexcept { return root_; }
  /// Seconds since 1970 at which the tree was "read"; its kernel started kUptime_s before.
  static constexpr double kNow_s = 1'795'000'000;
  static constexpr double kUptime_s = 5 * 86400;

  /// Writes a file below the root, its folders included.
  void write(const std::string& path, const std::string& text);
  /// The file is there and reading it fails, also for root: there is a folder in its place.
  void make_unreadable(const std::string& path);
  void remove(const std::string& path);
  /// A relative symbolic link from `path` to `target`, as sysfs makes them.
  void link(const std::string& path, const std::string& target);
  /// Gives a process an open file.
  void open_file(std::int64_t pid, int descriptor, const std::string& target);
  /// Sets a counter or any other file of one line.
  void set(const std::string& path, std::int64_t value) {
    write(path, std::to_string(value) + "\n");
  }
  /// Adds a /dev/kmsg record of `age_s` seconds before now.
  void log(const std::string& text, double age_s);

  /// "0000:13:00.0": GPU, NIC or the switch port above it, by its number 0 to 7.
  [[nodiscard]] static std::string gpu(int number);
  [[nodiscard]] static std::string nic(int number);
  [[nodiscard]] static std::string gpu_port(int number);
  [[nodiscard]] static std::string nic_port(int number);
  [[nodiscard]] static std::string nvme(int number);
  [[nodiscard]] static std::string uuid(int number);
  /// "/sys/bus/pci/devices/<id>/<file>"
  [[nodiscard]] static std::string pci_file(const std::string& id, const std::string& file);
  /// "/sys/class/infiniband/mlx5_<number>/ports/1/<file>"
  [[nodiscard]] static std::string port_file(int number, const std::string& file);

  /// Registers of a PCI device: Max_Payload code (0 = 128 B), Max_Read_Request code, ACS control
  /// bits.
  struct Registers {
    int type = 0;  ///< PCI Express device/port type
    int payload = 1, payload_supported = 1, read_request = 5;
    int acs_control = 0;
  };
  void write_config(const std::string& id, const Registers& registers);
  /// All ones, as a device that has left the bus reads.
  void silence(const std::string& id);
  /// Puts the NVML library where its driver's packages put it, and the time of its scenario at 0.
  void install_nvml(FakeNvml::Driver driver = FakeNvml::Driver::current);
  /// Of install_nvml().
  [[nodiscard]] FakeNvml& nvml() { return *nvml_; }

 private:
  struct Card {
    std::string id, parent_path, class_code, vendor;
    std::string speed, width;
    Registers registers;
  };
  /// Returns the device's path below /sys/devices.
  std::string add_card(const Card& card);
  void add_cpus();
  void add_memory();
  void add_switch(int number);
  void add_gpu(int number, const std::string& path);
  void add_nic(int number, const std::string& path);
  void add_nvme(int number);
  void add_software();
  void add_processes();

  std::filesystem::path root_;
  std::unique_ptr<FakeNvml> nvml_;
  int sequence_ = 0;
};

/// A /proc/<pid>/stat line.
[[nodiscard]] std::string stat_line(std::int64_t pid, std::int64_t parent, const std::string& name,
                                    std::int64_t ticks);

}  // namespace assay::fakes
