#include "tests/fakes/host_tree.hpp"

#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "core/error.hpp"

namespace assay::fakes {
namespace fs = std::filesystem;
namespace {

constexpr int kSwitches = 4;

std::string hex(int number) {
  constexpr const char* digits = "0123456789abcdef";
  return {digits[(number >> 4) & 15], digits[number & 15]};
}

/// Buses of switch s: 10s root port, 10s+1 upstream port, 10s+2 downstream ports, from +3 on the
/// cards.
std::string bus(int switch_number, int offset) {
  return "0000:" + hex(16 * (switch_number + 1) + offset);
}

void put16(std::string& bytes, std::size_t at, unsigned value) {
  bytes[at] = static_cast<char>(value & 0xff);
  bytes[at + 1] = static_cast<char>((value >> 8) & 0xff);
}

std::string config_of(const HostTree::Registers& registers) {
  std::string bytes(4096, '\0');
  constexpr std::size_t express = 0x60;
  put16(bytes, 0x00, 0x10de);
  put16(bytes, 0x06, 0x0010);
  bytes[0x34] = 0x50;  // power management first, so that the list is walked
  bytes[0x50] = 0x01;
  bytes[0x51] = express;
  bytes[express] = 0x10;
  put16(bytes, express + 2, 0x2U | (static_cast<unsigned>(registers.type) << 4));
  put16(bytes, express + 4, static_cast<unsigned>(registers.payload_supported));
  put16(bytes, express + 8,
        (static_cast<unsigned>(registers.payload) << 5) |
            (static_cast<unsigned>(registers.read_request) << 12));
  put16(bytes, 0x100, 0x0001);  // AER first
  put16(bytes, 0x102, 0x1501);
  put16(bytes, 0x150, 0x000d);
  put16(bytes, 0x152, 0x0001);
  put16(bytes, 0x156, static_cast<unsigned>(registers.acs_control));
  return bytes;
}

}  // namespace

HostTree::HostTree() {
  std::string name = (fs::temp_directory_path() / "assay-tree-XXXXXX").string();
  require(errno_status(mkdtemp(name.data()) != nullptr), "make a folder for a fixture tree");
  root_ = name;
  add_cpus();
  add_memory();
  for (int number = 0; number < kSwitches; ++number) add_switch(number);
  for (int number = 0; number < 2; ++number) add_nvme(number);
  add_software();
  add_processes();
  log("Linux version 6.8.0-60-generic (gcc 13)", kUptime_s);
  log("nvidia-nvlink: Nvlink Core is being initialized, major device number 510", kUptime_s - 20);
}

HostTree::~HostTree() {
  std::error_code ignored;
  fs::remove_all(root_, ignored);
}

void HostTree::write(const std::string& path, const std::string& text) {
  const fs::path file = root_ / path.substr(1);
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
}

void HostTree::make_unreadable(const std::string& path) {
  fs::remove_all(root_ / path.substr(1));
  fs::create_directories(root_ / path.substr(1));
}

void HostTree::remove(const std::string& path) { fs::remove_all(root_ / path.substr(1)); }

void HostTree::link(const std::string& path, const std::string& target) {
  const fs::path from = root_ / path.substr(1);
  fs::create_directories(from.parent_path());
  const fs::path relative = fs::path(target).lexically_relative(fs::path(path).parent_path());
  fs::create_symlink(relative, from);
}

void HostTree::open_file(std::int64_t pid, int descriptor, const std::string& target) {
  const fs::path folder = root_ / "proc" / std::to_string(pid) / "fd";
  fs::create_directories(folder);
  fs::create_symlink(target, folder / std::to_string(descriptor));
}

void HostTree::log(const std::string& text, double age_s) {
  const auto micros = static_cast<std::int64_t>((kUptime_s - age_s) * 1e6);
  std::ofstream kmsg(root_ / "dev/kmsg", std::ios::binary | std::ios::app);
  if (!kmsg) {
    fs::create_directories(root_ / "dev");
    kmsg.open(root_ / "dev/kmsg", std::ios::binary | std::ios::app);
  }
  kmsg << "4," << sequence_++ << ',' << micros << ",-;" << text << '\n';
}

std::string HostTree::gpu(int number) { return bus(number / 2, 3 + number % 2) + ":00.0"; }
std::string HostTree::nic(int number) { return bus(number / 2, 5 + number % 2) + ":00.0"; }
std::string HostTree::gpu_port(int number) {
  return bus(number / 2, 2) + ":0" + std::to_string(number % 2) + ".0";
}
std::string HostTree::nic_port(int number) {
  return bus(number / 2, 2) + ":0" + std::to_string(2 + number % 2) + ".0";
}
std::string HostTree::nvme(int number) { return "0000:0" + std::to_string(1 + number) + ":00.0"; }
std::string HostTree::uuid(int number) {
  return "GPU-00000000-0000-4000-8000-00000000000" + std::to_string(number);
}
std::string HostTree::pci_file(const std::string& id, const std::string& file) {
  return "/sys/bus/pci/devices/" + id + "/" + file;
}
std::string HostTree::port_file(int number, const std::string& file) {
  return "/sys/class/infiniband/mlx5_" + std::to_string(number) + "/ports/1/" + file;
}

void HostTree::write_config(const std::string& id, const Registers& registers) {
  write(pci_file(id, "config"), config_of(registers));
}

void HostTree::silence(const std::string& id) {
  write(pci_file(id, "config"), std::string(4096, '\xff'));
  write(pci_file(id, "current_link_width"), "63\n");
  write(pci_file(id, "current_link_speed"), "Unknown\n");
}

void HostTree::install_nvml(FakeNvml::Driver driver) {
  nvml_ = std::make_unique<FakeNvml>(driver, root_ / "usr/lib/x86_64-linux-gnu");
  nvml_->at(0);
}

std::string stat_line(std::int64_t pid, std::int64_t parent, const std::string& name,
                      std::int64_t ticks) {
  return std::to_string(pid) + " (" + name + ") S " + std::to_string(parent) +
         " 1 1 0 -1 4194304 0 0 0 0 " + std::to_string(ticks) + " 0 0 0 20 0 1 0 1000 0 0\n";
}

}  // namespace assay::fakes
