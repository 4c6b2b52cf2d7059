#include "reports/profile/match.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "core/glob.hpp"

namespace assay {
namespace {

template <class Items, class Text>
bool all_fit(const std::string& pattern, const Items& items, Text text) {
  return !items.empty() && std::all_of(items.begin(), items.end(), [&](const auto& item) {
    return glob_matches(pattern, text(item));
  });
}

bool fits_gpu(const std::string& pattern, const Node& node) {
  return all_fit(pattern, node.gpus, [](const Gpu& gpu) { return gpu.name; });
}
bool fits_gpus(const std::string& count, const Node& node) {
  return std::to_string(node.gpus.size()) == count;
}
bool fits_cpu(const std::string& pattern, const Node& node) {
  return all_fit(pattern, node.cpus, [](const Cpu& cpu) { return cpu.model; });
}
bool fits_hypervisor(const std::string& pattern, const Node& node) {
  return glob_matches(pattern, node.hypervisor);
}
bool fits_vendor(const std::string& pattern, const Node& node) {
  return glob_matches(pattern, node.vendor);
}
bool fits_product(const std::string& pattern, const Node& node) {
  return glob_matches(pattern, node.product);
}

struct Key {
  std::string_view name;
  bool (*fits)(const std::string& wanted, const Node& node);
};
constexpr std::array<Key, 6> kKeys{{{"cpu", fits_cpu},
                                    {"gpu", fits_gpu},
                                    {"gpus", fits_gpus},
                                    {"hypervisor", fits_hypervisor},
                                    {"product", fits_product},
                                    {"vendor", fits_vendor}}};

const Key* find_key(std::string_view name) {
  for (const Key& key : kKeys)
    if (key.name == name) return &key;
  return nullptr;
}

}  // namespace

bool is_match_key(const std::string& key) noexcept { return find_key(key) != nullptr; }

std::string match_keys() {
  std::string all;
  for (const Key& key : kKeys) all += (all.empty() ? "" : ", ") + std::string(key.name);
  return all;
}

bool matches(const Profile& profile, const Node& node) {
  return !profile.matches.empty() &&
         std::all_of(profile.matches.begin(), profile.matches.end(), [&](const auto& wanted) {
           const Key* key = find_key(wanted.first);
           return key != nullptr && key->fits(wanted.second, node);
         });
}

}  // namespace assay
