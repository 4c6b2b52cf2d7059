// demo-pages FOLDER: writes the pages that the browser's test opens.
#include <filesystem>
#include <fstream>

#include "reports/dossier/node_page.hpp"
#include "reports/dossier/sheet.hpp"
#include "tests/browser/demo_fleet.hpp"
#include "tests/browser/demo_node.hpp"

namespace {

using namespace assay::test;

constexpr std::size_t kHuge = 10'000'000;

void write(const std::filesystem::path& file, const std::string& page) {
  std::ofstream(file, std::ios::binary) << page;
}

std::string page_of(const DemoNode& node) {
  return assay::node_page(node.judgement, &node.report, std::string(64, '0'));
}

}  // namespace

int main(int argc, char** argv) {
  const std::filesystem::path folder = argc > 1 ? argv[1] : ".";
  std::filesystem::create_directories(folder);
  write(folder / "node-bad.html", page_of(bad_node()));
  write(folder / "node-good.html", page_of(good_demo_node()));
  write(folder / "node-hostile.html", page_of(hostile_node(kHuge)));
  std::vector<assay::SheetNode> sheet;
  for (int i = 0; i < 16; ++i) {
    DemoNode node = i == 3 ? bad_node() : good_demo_node();
    node.judgement.node = "node-" + std::to_string(40 + i);
    node.report.node.place->unit = i;
    sheet.push_back(assay::sheet_node(node.judgement, &node.report, std::string(64, 'a')));
  }
  write(folder / "sheet.html", assay::sheet_page(sheet, "2026-11-22"));
  write(folder / "rack.html",
        fleet_page(
            demo_fleet({.nodes = 8, .racks = 1, .metrics = 24, .nights = 7, .links = 8}).page));
  write(folder / "fleet.html",
        fleet_page(
            demo_fleet({.nodes = 12500, .racks = 1563, .metrics = 58, .nights = 3, .links = 64})
                .page));
  write(folder / "fleet-hostile.html", fleet_page(hostile_fleet(kHuge).page));
  return 0;
}
