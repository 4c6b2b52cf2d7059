#include "suites/machine/infiniband.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <limits>
#include <random>

#include "suites/machine/link_quality.hpp"
#include "tests/fakes/host_tree.hpp"

namespace assay {
namespace {

using fakes::HostTree;

TEST(PortRate, ReadsWhatTheKernelWrites) {
  EXPECT_EQ(port_rate("400 Gb/sec (4X NDR)"), 400e9);
  EXPECT_EQ(port_rate("2.5 Gb/sec (1X SDR)"), 2.5e9);
  EXPECT_EQ(port_rate("0 Gb/sec"), std::nullopt);
  EXPECT_EQ(port_rate("400"), std::nullopt);
}

TEST(CounterMaximum, IsTheSmallestWidthThatHoldsTheReading) {
  EXPECT_EQ(counter_maximum(16, 0xffff), 0xffff);
  EXPECT_EQ(counter_maximum(16, 0x10000), 0xffffffff);
  EXPECT_EQ(counter_maximum(4, 15), 15);
  EXPECT_EQ(counter_maximum(4, 16), 0xffffffff);
  EXPECT_EQ(counter_maximum(63, 5), std::numeric_limits<std::int64_t>::max());
  std::mt19937_64 random(3);
  for (int round = 0; round < 1000; ++round) {
    const auto now = static_cast<std::int64_t>(random() >> (1 + random() % 62));
    for (const PortCounterKind& kind : port_counter_kinds())
      EXPECT_GE(counter_maximum(kind.bits, now), now);
  }
}

TEST(PeerRate, ComparesLikeWithLike) {
  const std::vector<RdmaPort> ports{
      {.id = "a/1", .board = "X", .link_layer = "InfiniBand", .rate = 4e11},
      {.id = "b/1", .board = "X", .link_layer = "InfiniBand", .rate = 2e11},
      {.id = "c/1", .board = "Y", .link_layer = "Ethernet", .rate = 1e11}};
  EXPECT_EQ(peer_rate(ports, ports[1]), 4e11);
  EXPECT_EQ(peer_rate(ports, ports[0]), 2e11);
  EXPECT_EQ(peer_rate(ports, ports[2]), std::nullopt);
}

constexpr const char* kMlxlink =
    "\nOperational Info\n----------------\nState                              : Active\n"
    "FEC                                : \x1b[32mStandard_RS-FEC - (544,514)\x1b[0m\n\n"
    "Physical Counters and BER Info\n------------------------------\n"
    "Effective Physical Errors          : 0\n"
    "Effective Physical BER             : \x1b[32m15E-255\x1b[0m\n"
    "Raw Physical BER                   : \x1b[32m2E-8\x1b[0m\n";

TEST(Mlxlink, GivesErrorRates) {
  const LinkQuality quality = parse_mlxlink(kMlxlink);
  EXPECT_EQ(quality.why_not, "");
  EXPECT_DOUBLE_EQ(quality.raw_ber.value_or(1), 2e-8);
  EXPECT_LT(quality.effective_ber.value_or(1), 1e-250);
  EXPECT_EQ(quality.fec, "Standard_RS-FEC - (544,514)");
  EXPECT_NE(parse_mlxlink("-E- No such device").why_not, "");
  EXPECT_FALSE(parse_mlxlink("Raw Physical BER : N/A\n").raw_ber);
}

class MlxlinkProgram : public testing::Test {
 protected:
  void install(const std::string& script) {
    const std::string path = "/usr/bin/mlxlink";
    tree_.write(path, "#!/bin/sh\n" + script);
    chmod(tree_.files().real(path).c_str(), 0755);
  }
  [[nodiscard]] LinkQuality ask() const {
    return read_link_quality(tree_.files(), find_mlxlink(tree_.files()), "mlx5_3", "1");
  }
  HostTree tree_;
};

TEST_F(MlxlinkProgram, IsAskedAboutThePort) {
  EXPECT_EQ(find_mlxlink(tree_.files()), "");
  install("[ \"$2\" = mlx5_3 ] && [ \"$4\" = 1 ] && echo 'Raw Physical BER : 3E-9'\n");
  EXPECT_DOUBLE_EQ(ask().raw_ber.value_or(1), 3e-9);
}

TEST_F(MlxlinkProgram, MayFail) {
  install("echo 'Raw Physical BER : 3E-9'; exit 3\n");
  EXPECT_NE(ask().why_not, "");
  EXPECT_FALSE(ask().raw_ber);
}

}  // namespace
}  // namespace assay
