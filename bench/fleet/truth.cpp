#include <fmt/format.h>

#include <cstdio>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "bench/fleet/fleet_files.hpp"

namespace assay::bench_fleet {
namespace {

using Json = nlohmann::ordered_json;

/// Node -> what the line says under `key`.
std::map<std::string, std::string> read_lines(const std::filesystem::path& file,
                                              const std::string& key) {
  std::map<std::string, std::string> lines;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    const Json json = Json::parse(line);
    lines[json.at("node")] = json.at(key);
  }
  return lines;
}

}  // namespace

void write_truth(const std::filesystem::path& file, const std::vector<Planted>& planted) {
  std::ofstream out(file);
  for (const Planted& one : planted)
    out << Json{{"node", one.node}, {"fault", one.fault}}.dump() << '\n';
}

bool check_truth(const std::filesystem::path& truth, const std::filesystem::path& verdicts) {
  const auto planted = read_lines(truth, "fault");
  const auto judged = read_lines(verdicts, "verdict");
  std::size_t missed = 0;
  std::size_t accused = 0;
  for (const auto& [node, fault] : planted) {
    const auto verdict = judged.find(node);
    if (verdict != judged.end() && (verdict->second == "fail" || verdict->second == "unknown"))
      continue;
    ++missed;
    fmt::print("missed: {} ({})\n", node, fault);
  }
  std::size_t warned = 0;
  for (const auto& [node, verdict] : judged) {
    if (planted.contains(node)) continue;
    warned += verdict == "warn" ? 1 : 0;
    if (verdict != "fail" && verdict != "unknown") continue;
    ++accused;
    fmt::print("accused: {} ({})\n", node, verdict);
  }
  fmt::print("truth: {} nodes, {} faults planted, {} missed, {} accused wrongly, {} warned of\n",
             judged.size(), planted.size(), missed, accused, warned);
  return missed == 0 && accused == 0;
}

}  // namespace assay::bench_fleet
