#include "tests/reports/fleet/files.hpp"

#include <zstd.h>

#include <algorithm>
#include <fstream>
#include <stdexcept>

namespace assay::test {

FleetFiles::FleetFiles() {
  std::string name = (std::filesystem::temp_directory_path() / "assay-fleet-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no folder for the test");
  folder = name;
}

std::string FleetFiles::write(const std::string& name, const std::string& text) const {
  const std::filesystem::path path = folder / name;
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
  return path.string();
}

std::string compressed(const std::string& text) {
  std::string out(ZSTD_compressBound(text.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 1));
  return out;
}

const fleet::FleetNode& node_named(const std::vector<fleet::FleetNode>& nodes,
                                   const std::string& name) {
  const auto is_it = [&](const fleet::FleetNode& node) { return node.name == name; };
  EXPECT_EQ(std::count_if(nodes.begin(), nodes.end(), is_it), 1) << name;
  const auto found = std::find_if(nodes.begin(), nodes.end(), is_it);
  if (found == nodes.end()) throw std::out_of_range(name);
  return *found;
}

std::vector<std::string> reasons_of(const fleet::FleetNode& node) {
  std::vector<std::string> all;
  all.reserve(node.reasons.size());
  for (const Reason& reason : node.reasons)
    all.push_back(reason.id + " " + reason.test + "/" + reason.metric + " " + reason.subject);
  return all;
}

}  // namespace assay::test
