#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "collectives/topology/topology_text.hpp"
#include "core/error.hpp"

namespace assay::locate {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

TEST(HostList, IsExpandedAsSlurmWritesIt) {
  EXPECT_THAT(expand_hosts("tux[0-2,07],login", "f", 1),
              ElementsAre("tux0", "tux1", "tux2", "tux07", "login"));
  EXPECT_THAT(expand_hosts("r[1-2]n[08-10]", "f", 1),
              ElementsAre("r1n08", "r1n09", "r1n10", "r2n08", "r2n09", "r2n10"));
  EXPECT_THAT(expand_hosts("a[099-101]-ib", "f", 1), ElementsAre("a099-ib", "a100-ib", "a101-ib"));
}

TEST(HostList, ThatIsWrongIsRefusedWithItsLine) {
  for (const char* list : {"a[1-", "a[x]", "a[3-1]", "a,,b", "", "a[]", "a[1-9999999]", "a[-1]"}) {
    try {
      (void)expand_hosts(list, "topo.txt", 7);
      ADD_FAILURE() << list;
    } catch (const InputError& error) {
      EXPECT_THAT(error.what(), HasSubstr("topo.txt:7")) << list;
    }
  }
}

TEST(SlurmTopology, PutsHostsBelowSwitchesOfLevelZero) {
  const auto found = read_topology(
      "SwitchName=s0 Level=0 LinkSpeed=1 Nodes=tux[0-1]\r\n"
      "SwitchName=s1 Level=0 LinkSpeed=1 Nodes=tux2\n"
      "SwitchName=top Level=1 LinkSpeed=1 Nodes=tux[0-2] Switches=s[0-1]\n",
      "topo.txt");
  EXPECT_THAT(found, ElementsAre(Attachment{"tux0", "", "s0", ""}, Attachment{"tux1", "", "s0", ""},
                                 Attachment{"tux2", "", "s1", ""}));
}

TEST(SlurmTopology, WithoutALevelOrNodesIsRefused) {
  try {
    (void)read_slurm_topology("\nSwitchName=s0 Nodes=a\n", "topo.txt");
    ADD_FAILURE();
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), AllOf(HasSubstr("topo.txt:2"), HasSubstr("Level")));
  }
  EXPECT_THROW((void)read_slurm_topology("SwitchName=s0 Level=1 Nodes=a", "t"), InputError);
  EXPECT_THROW((void)read_topology("", "t"), InputError);
}

constexpr const char* kDiscovered = R"(#
# Topology file: generated on Sun Nov 22 2026
#
vendid=0x2c9
devid=0xd2f2
switchguid=0xb8cef60300e0b6b0(b8cef60300e0b6b0)
Switch	65 "S-b8cef60300e0b6b0"		# "MF0;leaf-4:MQM9700/U1" enhanced port 0 lid 3 lmc 0
[12]	"H-b8599f0300fc6dcc"[1](b8599f0300fc6dcd) 		# "node-17 mlx5_3" lid 22 4xNDR
[33]	"S-b8cef60300e0aaaa"[5]		# "MF0;spine-1:MQM9700/U1" lid 7 4xNDR

switchguid=0xb8cef60300e0aaaa(b8cef60300e0aaaa)
Switch	65 "S-b8cef60300e0aaaa"		# "spine without a form" enhanced port 0 lid 7 lmc 0
[5]	"S-b8cef60300e0b6b0"[33]		# "MF0;leaf-4:MQM9700/U1" lid 3 4xNDR

caguid=0xb8599f0300fc6dcc
Ca	1 "H-b8599f0300fc6dcc"		# "node-17 mlx5_3"
[1](b8599f0300fc6dcd) 	"S-b8cef60300e0b6b0"[12]		# lid 22 lmc 0 "MF0;leaf-4:MQM9700/U1" lid 3 4xNDR

caguid=0xb8599f0300fc6eee
Ca	1 "H-b8599f0300fc6eee"		# "node-18 mlx5_0"
[1](b8599f0300fc6eef) 	"S-b8cef60300e0aaaa"[40]		# lid 23 lmc 0 "spine without a form" lid 7 4xNDR
)";

TEST(Ibnetdiscover, SaysWhichPortOfWhichSwitchAnAdapterIsIn) {
  EXPECT_THAT(read_topology(kDiscovered, "ib.txt"),
              ElementsAre(Attachment{"node-17", "mlx5_3", "leaf-4", "12"},
                          Attachment{"node-18", "mlx5_0", "spine without a form", "40"}));
}

TEST(Ibnetdiscover, CutAnywhereIsReadOrRefusedButNeverMisread) {
  const std::string whole = kDiscovered;
  for (std::size_t length = 0; length < whole.size(); ++length) {
    try {
      for (const Attachment& found : read_ibnetdiscover(whole.substr(0, length), "ib.txt")) {
        EXPECT_FALSE(found.host.empty());
        EXPECT_FALSE(found.leaf.empty());
        EXPECT_FALSE(found.port.empty());
      }
    } catch (const InputError&) {
    }
  }
  EXPECT_THAT(read_ibnetdiscover(whole, "ib.txt"), SizeIs(2));
}

TEST(Ibnetdiscover, ThatIsDamagedIsRefusedWithItsLine) {
  const auto refuse = [](const char* text, const char* where) {
    try {
      (void)read_ibnetdiscover(text, "ib.txt");
      ADD_FAILURE() << text;
    } catch (const InputError& error) {
      EXPECT_THAT(error.what(), HasSubstr(where)) << text;
    }
  };
  refuse("Ca 1 \"H-1\"  # no quotes\n", "ib.txt:1");
  refuse("\nCa 1 H-1\n", "ib.txt:2");
  refuse("Ca 1 \"H-1\" # \"n mlx5_0\"\n[1](x) \"S-1\"\n", "ib.txt:2");
}

}  // namespace
}  // namespace assay::locate
