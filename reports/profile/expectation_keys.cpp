#include "reports/profile/expectation_keys.hpp"

#include "reports/profile.hpp"

namespace assay {

const std::vector<ExpectationKey>& expectation_table() {
  using Kind = ExpectationKey::Kind;
  static const std::vector<ExpectationKey> keys{
      {"bios", Kind::words},
      {"board_part", Kind::words, Unit::count, "gpu"},
      {"compute_capability", Kind::words, Unit::count, "gpu"},
      {"compute_mode", Kind::words, Unit::count, "gpu"},
      {"cores", Kind::counted},
      {"cpu", Kind::words, Unit::count, "cpu"},
      {"cpus", Kind::counted},
      {"cuda", Kind::words},
      {"driver", Kind::words},
      {"ecc", Kind::words, Unit::count, "gpu"},
      {"fabric", Kind::words, Unit::count, "gpu"},
      {"gpu", Kind::words, Unit::count, "gpu"},
      {"gpus", Kind::counted},
      {"host_memory", Kind::number, Unit::bytes},
      {"hypervisor", Kind::words},
      {"kernel", Kind::words},
      {"memory", Kind::number, Unit::bytes, "gpu"},
      {"microcode", Kind::words, Unit::count, "cpu"},
      {"mig", Kind::words, Unit::count, "gpu"},
      {"mpi", Kind::words},
      {"nccl", Kind::words},
      {"nic_board", Kind::words, Unit::count, "nic"},
      {"nic_driver", Kind::words, Unit::count, "nic"},
      {"nic_firmware", Kind::words, Unit::count, "nic"},
      {"nic_speed", Kind::number, Unit::bits_per_second, "port", "rate"},
      {"nics", Kind::counted},
      {"numa_nodes", Kind::counted},
      {"nvlink_speed", Kind::number, Unit::bytes_per_second, "gpu", "link_speed"},
      {"nvlinks", Kind::number, Unit::count, "gpu", "active_links"},
      {"os", Kind::words},
      {"pcie_width", Kind::number, Unit::count, "gpu"},
      {"persistence", Kind::words, Unit::count, "gpu"},
      {"ports", Kind::counted},
      {"power_limit", Kind::number, Unit::watts, "gpu"},
      {"product", Kind::words},
      {"sms", Kind::number, Unit::count, "gpu"},
      {"threads", Kind::counted},
      {"vbios", Kind::words, Unit::count, "gpu"},
      {"vendor", Kind::words},
  };
  return keys;
}

const ExpectationKey* find_expectation_key(std::string_view name) noexcept {
  for (const ExpectationKey& key : expectation_table())
    if (key.name == name) return &key;
  return nullptr;
}

std::vector<std::string> expectation_keys() {
  std::vector<std::string> names;
  for (const ExpectationKey& key : expectation_table()) names.emplace_back(key.name);
  return names;
}

}  // namespace assay
