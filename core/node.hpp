#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace assay {

/// Identity of one machine, as it says itself. Empty or absent = it does not say.

struct Cpu {
  std::int64_t socket = 0;
  std::string model, microcode;
  std::int64_t cores = 0, threads = 0;  ///< present, whether online or not
  friend bool operator==(const Cpu&, const Cpu&) = default;
};

struct Memory {
  std::optional<std::int64_t> bytes;       ///< usable by the kernel
  std::optional<std::int64_t> numa_nodes;  ///< nodes with memory
  friend bool operator==(const Memory&, const Memory&) = default;
};

struct Gpu {
  std::int64_t index = 0;
  std::string uuid, serial, name, vbios, pci, board_part;
  std::optional<std::int64_t> module;
  std::string compute_capability;  ///< "9.0"
  std::optional<std::int64_t> memory_bytes, sms;
  std::optional<std::int64_t> pcie_width;  ///< lanes that its link has now
  friend bool operator==(const Gpu&, const Gpu&) = default;
};

struct Nic {
  std::string name, pci, guid, firmware, board, driver;
  friend bool operator==(const Nic&, const Nic&) = default;
};

struct Link {
  std::string from, to, kind;  ///< kind: NV18, PIX, PXB, NODE, SYS
  friend bool operator==(const Link&, const Link&) = default;
};

/// Where the machine stands, from the site file.
struct Place {
  std::string rack, leaf, su, owner;
  std::optional<std::int64_t> unit;
  friend bool operator==(const Place&, const Place&) = default;
};

struct Node {
  std::string hostname, machine_id, serial, board_serial;
  std::string vendor, product, bios, boot_id;
  std::string hypervisor;  ///< "" on bare metal; else the hypervisor's name or "unknown"
  std::optional<Place> place;
  std::vector<Cpu> cpus;
  Memory memory;
  std::vector<Gpu> gpus;
  std::vector<Nic> nics;
  std::vector<Link> links;
  std::map<std::string, std::string> software;  ///< driver, cuda, nccl, mpi, kernel, os, ...
  friend bool operator==(const Node&, const Node&) = default;
};

}  // namespace assay
