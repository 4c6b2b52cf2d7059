#include <gmock/gmock.h>

#include <optional>
#include <string>

#include "kernels/host/exec.hpp"
#include "suites/registry.hpp"
#include "tests/fakes/host_tree.hpp"

namespace assay {
namespace {

using fakes::HostTree;
using testing::HasSubstr;

/// link.pcie on a device that stands in for GPU 0 of a node.
class LoadedLink : public testing::Test {
 protected:
  LoadedLink() { train("32.0 GT/s PCIe", 16); }

  /// What both ends of the link show while it is loaded.
  void train(const std::string& speed, std::int64_t width) {
    for (const std::string& end : {HostTree::gpu(0), HostTree::gpu_port(0)}) {
      tree_.write(HostTree::pci_file(end, "current_link_speed"), speed + "\n");
      tree_.set(HostTree::pci_file(end, "current_link_width"), width);
    }
  }

  Result run(const std::string& address = HostTree::gpu(0)) const {
    DeviceFacts facts;
    facts.subject = {.kind = "gpu", .index = 0};
    facts.pci = address;
    SimulatedClock clock;
    Script script;
    script.bytes_per_second = 1e9;
    host::Exec exec({facts, {-1}, script}, clock);
    Registry registry;
    host::register_all(registry);
    const HostFiles files = tree_.files();
    Counters counters;
    const Context context{.seconds = 0.1,
                          .bytes = std::int64_t{1} << 16,
                          .files = files,
                          .clock = clock,
                          .counters = counters};
    Results results("link.pcie", facts.subject);
    registry.find("link.pcie")->run(exec, context, results);
    return results.take().at(0);
  }

  static std::optional<double> value(const Result& result, const std::string& name) {
    for (const Metric& metric : result.metrics)
      if (metric.name == name) return metric.value;
    ADD_FAILURE() << "no metric " << name;
    return {};
  }

  HostTree tree_;
};

TEST_F(LoadedLink, AtFullSpeedAndWidthHasSharesOfOne) {
  const Result result = run();
  EXPECT_EQ(result.outcome, Outcome::ok) << result.reason;
  EXPECT_EQ(value(result, "speed_share"), 1);
  EXPECT_EQ(value(result, "width_share"), 1);
  EXPECT_EQ(result.facts.at("pci"), HostTree::gpu(0));
  EXPECT_EQ(result.facts.at("partner"), HostTree::gpu_port(0));
}

TEST_F(LoadedLink, ShowsLanesThatAreMissing) {
  train("32.0 GT/s PCIe", 8);
  const Result result = run();
  EXPECT_EQ(value(result, "width_share"), 0.5);
  EXPECT_EQ(value(result, "speed_share"), 1);
}

TEST_F(LoadedLink, ShowsASpeedThatItDidNotReach) {
  train("16.0 GT/s PCIe", 16);
  EXPECT_EQ(value(run(), "speed_share"), 0.5);
}

TEST_F(LoadedLink, IsHeldAgainstTheLesserEnd) {
  train("16.0 GT/s PCIe", 16);
  tree_.write(HostTree::pci_file(HostTree::gpu_port(0), "max_link_speed"), "16.0 GT/s PCIe\n");
  EXPECT_EQ(value(run(), "speed_share"), 1);
}

TEST_F(LoadedLink, IsUnknownWhereTheBusDoesNotShowTheDevice) {
  for (const char* address : {"", "0000:ff:00.0"}) {
    const Result result = run(address);
    EXPECT_FALSE(value(result, "speed_share").has_value());
    EXPECT_FALSE(value(result, "width_share").has_value());
    EXPECT_TRUE(value(result, "load_bandwidth").has_value());
    EXPECT_THAT(result.facts.at("speed_share_unknown"),
                HasSubstr(*address == '\0' ? "say" : "sysfs"));
  }
}

TEST_F(LoadedLink, IsUnknownWhereTheLinkCannotBeRead) {
  tree_.make_unreadable(HostTree::pci_file(HostTree::gpu(0), "current_link_speed"));
  EXPECT_FALSE(value(run(), "speed_share").has_value());
}

}  // namespace
}  // namespace assay
