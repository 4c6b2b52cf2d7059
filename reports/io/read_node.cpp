#include "reports/io/read_into.hpp"

namespace assay {
namespace {

constexpr auto kRequired = Presence::required;

}  // namespace

void read_into(const Spot& at, Cpu& into) {
  static constexpr std::array kTable{
      member<&Cpu::socket>("socket"),       member<&Cpu::model>("model"),
      member<&Cpu::microcode>("microcode"), member<&Cpu::cores>("cores"),
      member<&Cpu::threads>("threads"),
  };
  read_members(at, kTable, into);
}

void read_into(const Spot& at, Memory& into) {
  static constexpr std::array kTable{
      member<&Memory::bytes>("bytes"),
      member<&Memory::numa_nodes>("numa_nodes"),
  };
  read_members(at, kTable, into);
}

void read_into(const Spot& at, Gpu& into) {
  static constexpr std::array kTable{
      member<&Gpu::index>("index", kRequired),
      member<&Gpu::uuid>("uuid"),
      member<&Gpu::serial>("serial"),
      member<&Gpu::name>("name"),
      member<&Gpu::vbios>("vbios"),
      member<&Gpu::pci>("pci"),
      member<&Gpu::module>("module"),
      member<&Gpu::board_part>("board_part"),
      member<&Gpu::compute_capability>("compute_capability"),
      member<&Gpu::memory_bytes>("memory_bytes"),
      member<&Gpu::sms>("sms"),
      member<&Gpu::pcie_width>("pcie_width"),
  };
  read_members(at, kTable, into);
}

void read_into(const Spot& at, Nic& into) {
  static constexpr std::array kTable{
      member<&Nic::name>("name"),   member<&Nic::pci>("pci"),
      member<&Nic::guid>("guid"),   member<&Nic::firmware>("firmware"),
      member<&Nic::board>("board"), member<&Nic::driver>("driver"),
  };
  read_members(at, kTable, into);
}

void read_into(const Spot& at, Link& into) {
  static constexpr std::array kTable{
      member<&Link::from>("from"),
      member<&Link::to>("to"),
      member<&Link::kind>("kind"),
  };
  read_members(at, kTable, into);
}

void read_into(const Spot& at, Place& into) {
  static constexpr std::array kTable{
      member<&Place::rack>("rack"), member<&Place::unit>("unit"),   member<&Place::leaf>("leaf"),
      member<&Place::su>("su"),     member<&Place::owner>("owner"),
  };
  read_members(at, kTable, into);
}

void read_into(const Spot& at, Node& into) {
  static constexpr std::array kTable{
      member<&Node::hostname>("hostname", kRequired),
      member<&Node::machine_id>("machine_id"),
      member<&Node::serial>("serial"),
      member<&Node::board_serial>("board_serial"),
      member<&Node::vendor>("vendor"),
      member<&Node::product>("product"),
      member<&Node::bios>("bios"),
      member<&Node::boot_id>("boot_id"),
      member<&Node::hypervisor>("hypervisor"),
      member<&Node::place>("place"),
      member<&Node::cpus>("cpus"),
      member<&Node::memory>("memory"),
      member<&Node::gpus>("gpus"),
      member<&Node::nics>("nics"),
      member<&Node::links>("links"),
      member<&Node::software>("software"),
  };
  read_members(at, kTable, into);
}

}  // namespace assay
