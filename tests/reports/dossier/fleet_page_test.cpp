#include "reports/dossier/fleet_page.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "reports/dossier/fleet_metrics.hpp"
#include "reports/dossier/packed.hpp"
#include "tests/browser/demo_fleet.hpp"

namespace assay {
namespace {

using Json = nlohmann::json;
using test::demo_fleet;
using test::DemoFleet;

Json data_of(const std::string& page) {
  const std::string open = "id=\"data\">";
  const std::size_t begin = page.find(open) + open.size();
  return Json::parse(page.substr(begin, page.find("</script>", begin) - begin));
}

PackedNumbers numbers_of(const Json& json) {
  PackedNumbers packed{.lo = json.at("lo"),
                       .hi = json.at("hi"),
                       .width = json.at("width"),
                       .text = json.at("text"),
                       .exact = {}};
  if (json.contains("exact"))
    for (const Json& one : json["exact"]) packed.exact.emplace_back(one[0], one[1]);
  return packed;
}

TEST(FleetPage, ValuesComeBackAtTheirNodeAndSlot) {
  const DemoFleet fleet = demo_fleet({.nodes = 100, .racks = 13, .metrics = 12});
  const Json data = data_of(fleet_page(fleet.page));
  const Night& night = *fleet.page.night;
  const std::vector<std::string> names = unpack_texts(data.at("nodes").at("names"));
  ASSERT_EQ(names.size(), night.nodes());
  const Json& metric = data.at("metrics")[0];
  EXPECT_EQ(metric.at("name"), "memory.read.bandwidth") << "the most blamed comes first";
  const PackedNumbers packed = numbers_of(metric.at("values"));
  const std::vector<double> values = unpack(packed);
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto node = static_cast<std::size_t>(
        std::find(night.hostnames.begin(), night.hostnames.end(), names[i]) -
        night.hostnames.begin());
    for (std::size_t gpu = 0; gpu < 8; ++gpu) {
      const double truth = night.column(gpu)[node];
      ASSERT_NEAR(values[i * 8 + gpu], truth, (packed.hi - packed.lo) / 89 + 1e-5 * truth)
          << names[i] << gpu;
    }
  }
}

TEST(FleetPage, EveryNodeIsThereWithItsVerdict) {
  const DemoFleet fleet = demo_fleet({.nodes = 500, .racks = 0, .metrics = 1});
  const Json data = data_of(fleet_page(fleet.page));
  const std::vector<std::string> names = unpack_texts(data.at("nodes").at("names"));
  const std::string verdicts = data.at("nodes").at("verdicts");
  std::map<std::string, Verdict> truth;
  for (const PageNode& node : fleet.page.nodes) truth[node.name] = node.verdict;
  ASSERT_EQ(names.size(), truth.size());
  for (std::size_t i = 0; i < names.size(); ++i)
    EXPECT_EQ(pack_small(std::vector<std::uint8_t>{static_cast<std::uint8_t>(truth.at(names[i]))}),
              verdicts.substr(i, 1));
}

TEST(FleetPage, SerialsAreThoseOfTheirNodes) {
  const DemoFleet fleet = demo_fleet({.nodes = 40, .racks = 5, .metrics = 1});
  const Json data = data_of(fleet_page(fleet.page));
  const auto names = unpack_texts(data.at("nodes").at("names"));
  const auto serials = unpack_texts(data.at("serials")[3].at("of"));
  EXPECT_EQ(data["serials"][3].at("slot"), "gpu 2");
  const Night& night = *fleet.page.night;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto node = static_cast<std::size_t>(
        std::find(night.hostnames.begin(), night.hostnames.end(), names[i]) -
        night.hostnames.begin());
    EXPECT_EQ(serials[i], night.slots[2].serials[node]);
  }
}

TEST(FleetPage, KeepsToItsBudgetWhateverTheFleet) {
  const DemoFleet fleet = demo_fleet({.nodes = 2000, .racks = 250, .metrics = 40, .nights = 2});
  const PageBudget small{.values = 200'000, .reasons = 2000, .serials = 30'000, .matrices = 1000};
  const Json data = data_of(fleet_page(fleet.page, small));
  EXPECT_LT(data.at("metrics").dump().size(), 400'000U);
  EXPECT_LT(data.at("serials").dump().size(), 80'000U);
  EXPECT_THAT(data.at("notes").dump(), testing::HasSubstr("serial numbers"));
  EXPECT_EQ(data.at("metrics").size(), 40U) << "what does not fit is told by its spread";
  EXPECT_EQ(data["metrics"][0].at("slots").size(), 8U);
  EXPECT_EQ(data["metrics"].back().at("slots").size(), 1U);
}

TEST(FleetPage, NightsHaveTheirSpreads) {
  const DemoFleet fleet = demo_fleet({.nodes = 50, .racks = 5, .metrics = 6, .nights = 4});
  const Json data = data_of(fleet_page(fleet.page));
  EXPECT_EQ(data.at("nights").size(), 4U);
  for (const Json& metric : data.at("metrics")) {
    ASSERT_EQ(metric.at("past").size(), 3U);
    for (const Json& past : metric["past"]) EXPECT_LE(past[0], past[2]);
  }
}

TEST(FleetPage, OneRackIsCalledSo) {
  EXPECT_EQ(data_of(fleet_page(demo_fleet({.nodes = 8}).page)).at("title"), "Rack r1: 8 nodes");
  EXPECT_EQ(data_of(fleet_page(std::vector<Judgement>{})).at("title"), "Fleet of 0 nodes");
}

TEST(FleetPage, HostileFleetIsDataAndSmall) {
  const std::string page = fleet_page(test::hostile_fleet(10'000'000).page);
  EXPECT_LT(page.size(), 1'000'000U);
  EXPECT_EQ(data_of(page).at("kind"), "fleet");
  EXPECT_EQ(page.find('\x1b'), std::string::npos);
}

TEST(FleetMetrics, TheWorstSlotIsTheWorst) {
  const std::vector<float> values{3, 1, 2, std::nanf(""), 5, 4};
  EXPECT_EQ(worst_by_node(values, 3, Better::higher), (std::vector<float>{1, 4}));
  EXPECT_EQ(worst_by_node(values, 3, Better::lower), (std::vector<float>{3, 5}));
}

}  // namespace
}  // namespace assay
