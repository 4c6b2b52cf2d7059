#include "suites/machine/memory_controllers.hpp"

#include "core/text.hpp"

namespace assay {
namespace {

constexpr const char* kEdac = "/sys/devices/system/edac/mc";

std::vector<std::string> names_with(const HostFiles& files, const std::string& folder,
                                    std::string_view prefix) {
  std::vector<std::string> found;
  for (const std::string& name : files.list(folder)) {
    const std::string_view rest =
        std::string_view(name).substr(std::min(name.size(), prefix.size()));
    if (name.starts_with(prefix) && whole_number(rest)) found.push_back(name);
  }
  return found;
}

std::optional<Modules> modules_of_smbios(const HostFiles& files) {
  Modules modules{.source = "smbios"};
  const std::string folder = "/sys/firmware/dmi/entries";
  for (const std::string& entry : files.list(folder)) {
    if (!entry.starts_with("17-")) continue;
    const Reading raw = files.read(folder + "/" + entry + "/raw");
    const auto bytes = raw.ok() ? module_bytes(raw.text) : std::nullopt;
    if (!bytes) return std::nullopt;  // a sum with a gap in it would look like a missing module
    modules.bytes += *bytes;
    if (*bytes > 0) ++modules.count;
  }
  if (modules.count == 0) return std::nullopt;
  return modules;
}

std::optional<Modules> modules_of_edac(const HostFiles& files) {
  Modules modules{.source = "edac"};
  for (const std::string& controller : names_with(files, kEdac, "mc")) {
    const std::string folder = std::string(kEdac) + "/" + controller;
    for (const std::string& module : names_with(files, folder, "dimm")) {
      const auto mib = files.read_integer(folder + "/" + module + "/size");
      if (!mib) return std::nullopt;
      modules.bytes += *mib << 20;
      if (*mib > 0) ++modules.count;
    }
  }
  if (modules.count == 0) return std::nullopt;
  return modules;
}

}  // namespace

std::vector<MemoryController> read_memory_controllers(const HostFiles& files) {
  std::vector<MemoryController> controllers;
  for (const std::string& id : names_with(files, kEdac, "mc")) {
    const std::string folder = std::string(kEdac) + "/" + id;
    controllers.push_back({id, files.read(folder + "/mc_name").text,
                           read_number(files, folder + "/ce_count"),
                           read_number(files, folder + "/ue_count")});
  }
  return controllers;
}

std::optional<std::int64_t> module_bytes(std::string_view structure) {
  const auto byte = [&](std::size_t at) {
    return static_cast<std::int64_t>(static_cast<unsigned char>(structure[at]));
  };
  constexpr std::size_t size_at = 0x0c;
  constexpr std::size_t extended_at = 0x1c;
  if (structure.size() < size_at + 2) return std::nullopt;
  const std::int64_t size = byte(size_at) | (byte(size_at + 1) << 8);
  if (size == 0xffff) return std::nullopt;
  if (size == 0x7fff) {
    if (structure.size() < extended_at + 4) return std::nullopt;
    std::int64_t mib = 0;
    for (std::size_t i = 0; i < 4; ++i) mib |= byte(extended_at + i) << (8 * i);
    return (mib & 0x7fffffff) << 20;
  }
  constexpr std::int64_t in_kib = 0x8000;
  return (size & in_kib) != 0 ? (size & ~in_kib) << 10 : size << 20;
}

std::optional<Modules> read_modules(const HostFiles& files) {
  if (auto modules = modules_of_smbios(files)) return modules;
  return modules_of_edac(files);
}

std::optional<std::int64_t> memory_total(const HostFiles& files, const std::string& path) {
  const Reading reading = files.read(path);
  for (const std::string_view line : lines_of(reading.text)) {
    const auto words = words_of(line);  // "MemTotal: 5 kB", of a node: "Node 0 MemTotal: 5 kB"
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
      if (words[i] != "MemTotal:") continue;
      const auto kib = whole_number(words[i + 1]);
      if (kib) return *kib << 10;
    }
  }
  return std::nullopt;
}

std::vector<std::int64_t> numa_bytes(const HostFiles& files) {
  std::vector<std::int64_t> nodes;
  const std::string folder = "/sys/devices/system/node";
  for (const std::string& node : names_with(files, folder, "node")) {
    const auto bytes = memory_total(files, folder + "/" + node + "/meminfo");
    if (bytes.value_or(0) > 0) nodes.push_back(*bytes);
  }
  return nodes;
}

}  // namespace assay
