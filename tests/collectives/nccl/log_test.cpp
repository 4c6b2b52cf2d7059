#include "tests/collectives/nccl/log_samples.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <vector>

namespace assay::nccl {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using Path = Connection::Path;

Log one(const std::string& message) {
  return parse_log("host-1:12:34 [3] NCCL INFO " + message + "\n");
}

TEST(NcclLogTest, TwoNodesOfEightOverInfiniBand) {
  const Log log = parse_log(sample("two_nodes_ib.log"));
  EXPECT_THAT(log.versions, ElementsAre("2.28.9+cuda13.0"));
  EXPECT_THAT(log.networks, ElementsAre("IB"));
  EXPECT_THAT(log.node_counts, ElementsAre(2));
  EXPECT_THAT(log.nics, SizeIs(8));
  EXPECT_EQ(*log.nics.begin(), (Nic{0, "mlx5_0", 1, "IB"}));
  EXPECT_THAT(log.members, SizeIs(16));
  EXPECT_EQ(*log.members.rbegin(), (Member{15, 16, "0000:df:00.0"}));
  EXPECT_THAT(transports(log), ElementsAre("NET/IB", "P2P/CUMEM"));
  EXPECT_EQ(gpu_direct(log), true);
  EXPECT_EQ(nics_used(log), (std::set<std::string>{"mlx5_0", "mlx5_3", "mlx5_4", "mlx5_7"}));
  EXPECT_EQ(log.nvls_available, true);
  EXPECT_TRUE(log.nvls_connected && log.nvls_tree_connected);
  EXPECT_FALSE(log.collnet_connected);
  EXPECT_EQ(log.torn, 0);
  EXPECT_EQ(choice_for(log, "AllReduce", 1 << 30),
            (Choice{"AllReduce", 1 << 30, "NVLS_TREE", "SIMPLE"}));
  EXPECT_EQ(choice_for(log, "AllReduce", 8), (Choice{"AllReduce", 8, "TREE", "LL"}));
  EXPECT_EQ(choice_for(log, "AllGather", 8), std::nullopt);
}

TEST(NcclLogTest, FourRanksOverSockets) {
  const Log log = parse_log(sample("four_ranks_sockets.log"));
  EXPECT_THAT(log.versions, ElementsAre("2.10.3+cuda11.4"));
  EXPECT_THAT(log.networks, ElementsAre("Socket"));
  EXPECT_THAT(log.sockets, ElementsAre("ens5", "ens6"));
  EXPECT_THAT(log.nics, IsEmpty());
  EXPECT_THAT(log.node_counts, IsEmpty()) << "that version does not tell";
  EXPECT_THAT(transports(log), ElementsAre("NET/Socket", "SHM"));
  EXPECT_EQ(gpu_direct(log), false);
  EXPECT_EQ(nics_used(log), std::nullopt);
  EXPECT_EQ(log.nvls_available, std::nullopt);
  EXPECT_EQ(log.members.begin()->pci, "0000:10:1c.0");
  EXPECT_EQ(choice_for(log, "", 1048576), (Choice{"", 1048576, "RING", "SIMPLE"}));
  EXPECT_EQ(choice_for(log, "", 262144), (Choice{"", 262144, "", "SIMPLE"}))
      << "2 was CollNet then";
  EXPECT_EQ(choice_for(log, "AllReduce", 1048576), std::nullopt);
  EXPECT_THAT(log.warnings, ElementsAre(testing::HasSubstr("Connection closed by remote peer")));
}

TEST(NcclLogTest, OneNodeWithCollnetAndMergedNics) {
  const Log log = parse_log(sample("one_node_collnet.log"));
  EXPECT_THAT(transports(log), ElementsAre("COLLNET/SHARP", "P2P/IPC", "P2P/direct pointer"));
  EXPECT_TRUE(log.collnet_connected);
  EXPECT_EQ(log.nvls_available, false);
  EXPECT_TRUE(log.merged_nics);
  EXPECT_EQ(nics_used(log), std::nullopt) << "device 0 is two NICs";
  EXPECT_EQ(gpu_direct(log), false) << "one of its ends goes through the host";
  EXPECT_THAT(log.members, SizeIs(4)) << "made by a split";
  EXPECT_EQ(choice_for(log, "AllReduce", 65536)->algorithm, "NVLS");
  EXPECT_EQ(choice_for(log, "AllReduce", 131072)->algorithm, "") << "6 means nothing in 2.19";
}

TEST(NcclLogTest, ReadsEveryWordingOfAConnection) {
  const std::vector<std::pair<std::string, Connection>> known{
      {"Channel 00/0 : 0[0] -> 1[1] via P2P/CUMEM/read", {Path::p2p, 0, 0, 1, {}, "CUMEM"}},
      {"Channel 03/1 : 4[4] -> 1[1] via P2P/MNNVL/CE", {Path::p2p, 3, 4, 1, {}, "MNNVL"}},
      {"Channel 12 : 8[101c0] -> 15[a01d0] via P2P/IPC/read", {Path::p2p, 12, 8, 15, {}, "IPC"}},
      {"Channel 00/1 : 2[2] -> 7[7] via P2P/indirect/5[5]/read",
       {Path::p2p, 0, 2, 7, {}, "indirect"}},
      {"Channel 00 : 0[0] -> 1[1] via SHM/CE/direct",
       {Path::shared_memory, 0, 0, 1, {}, "CE/direct"}},
      {"Channel 05/0 : 7[7] -> 8[0] [send] via NET/IB/3/GDRDMA",
       {Path::network, 5, 7, 8, Connection::End::send, "IB", 3, true}},
      {"Channel 05/0 : 7[7] -> 8[0] [receive] via NET/IBext_v10/11(12)/GDRDMA(PCI)/Shared",
       {Path::network, 5, 7, 8, Connection::End::receive, "IBext_v10", 11, true}},
      {"Channel 00 : 1[101d0] -> 8[101c0] [send] via NET/AWS Libfabric/1/GDRDMA",
       {Path::network, 0, 1, 8, Connection::End::send, "AWS Libfabric", 1, true}},
      {"Channel 00/0 : 1[1] -> 0[0] [send] via NET/Socket/0/Shared",
       {Path::network, 0, 1, 0, Connection::End::send, "Socket", 0, false}},
      {"CollNet 02/1 : 3 [receive] via COLLNET/SHARP/1/GDRDMA",
       {Path::collnet, 2, 3, 3, Connection::End::receive, "SHARP", 1, true}}};
  for (const auto& [message, expected] : known) {
    const Log log = one(message);
    EXPECT_THAT(log.connections, ElementsAre(expected)) << message;
    EXPECT_EQ(log.torn, 0) << message;
  }
}

// A message that is cut anywhere says nothing, except where it could have ended there.
TEST(NcclLogTest, ACutConnectionIsTornOrWhole) {
  const std::string whole = "Channel 05/0 : 7[7] -> 8[0] [send] via NET/IB/3/GDRDMA/Shared";
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const std::string cut = whole.substr(0, length);
    const bool could_end = cut.ends_with("NET/IB/3") || cut.ends_with("/GDRDMA");
    EXPECT_EQ(one(cut).connections.size(), could_end ? 1 : 0) << cut;
  }
  // Where the file ends there, it was not the line's end.
  EXPECT_THAT(parse_log("host-1:12:34 [3] NCCL INFO " + whole).connections, IsEmpty());
}

TEST(NcclLogTest, WhatIsInOtherWordsIsCountedAndNotGuessed) {
  for (const char* message :
       {"Channel 00/0 : 0[0] -> 1[1] via TELEPATHY/fast", "Channel 00/0 : 0[0] -> 1[1] via P2P/NEW",
        "Channel 00/0 : 0[0] -> 1[1] via P2P/IPCnode-2:33:34 [1] NCCL INFO Using network IB",
        "Channel 00/0 : -1[0] -> 1[1] via P2P/IPC", "Channel 00/0 : 0[0] -> 1[1] via NET/IB/0",
        "Channel 99999999999999999999/0 : 0[0] -> 1[1] via P2P/IPC",
        "AllReduce: 8 Bytes -> Algo SPIRAL proto LL channel{Lo..Hi}={0..0}",
        "AllReduce: -8 Bytes -> Algo RING proto LL channel{Lo..Hi}={0..0}",
        "AllReduce: 8 Bytes -> Algo RING proto LL channel{Lo..Hi}={0.",
        "comm 0x12 rank 9 nranks 8 cudaDev 0 busId 1b000 - Init COMPLETE",
        "comm 0x12 rank 0 nranks 8 cudaDev 0 busId xyz - Init COMPLETE"}) {
    const Log log = one(message);
    EXPECT_EQ(facts(log), facts(Log{})) << message;
    EXPECT_EQ(log.torn, 1) << message;
  }
}

TEST(NcclLogTest, NumbersOfAlgorithmsNeedAVersionThatGivesThemMeaning) {
  const std::string choice = "h:1:2 [0] NCCL INFO AllReduce: 64 Bytes -> Algo 5 proto 1 time 9.5\n";
  const auto algorithm = [&](const std::string& versions) {
    return parse_log(versions + choice).choices.begin()->algorithm;
  };
  EXPECT_EQ(algorithm(""), "");
  EXPECT_EQ(algorithm("NCCL version 2.17.1+cuda12.0\n"), "");
  EXPECT_EQ(algorithm("NCCL version 2.18.5+cuda12.2\n"), "NVLS_TREE");
  EXPECT_EQ(algorithm("NCCL version 2.18.5+cuda12.2\nNCCL version 2.10.3+cuda11.4\n"), "");
}

TEST(NcclLogTest, OneNumberForTwoNicsTellsNeither) {
  const std::string send = "Channel 00/0 : 0[0] -> 8[0] [send] via NET/IB/0/GDRDMA\n";
  const auto used = [&](const std::string& nics) {
    return nics_used(parse_log("a:1:1 [0] NCCL INFO NET/IB : Using " + nics +
                               " [RO]; OOB eth0:10.0.0.1<0>\na:1:1 [0] NCCL INFO " + send));
  };
  EXPECT_EQ(used("[0]mlx5_0:1/IB [1]mlx5_1:1/IB"), (std::set<std::string>{"mlx5_0"}));
  EXPECT_EQ(used("[1]mlx5_1:1/IB"), std::nullopt);
  EXPECT_EQ(used("[0]mlx5_0:1/IB [0]mlx5_4:1/IB"), std::nullopt);
  EXPECT_EQ(used("[0]mlx5_0:1/TIN"), std::nullopt);
}

TEST(NcclLogTest, ReadsALogOfSixteenRealRanks) {
  const std::filesystem::path file = std::filesystem::path(ASSAY_SOURCE_DIR) /
                                     "../shared/samples/nccl-tests/aws_p4d_2x8_full_info_log.txt";
  if (!std::filesystem::exists(file)) GTEST_SKIP() << file << " is not there";
  const Log log = parse_log(read(file));
  EXPECT_THAT(log.versions, SizeIs(1));
  EXPECT_THAT(log.networks, ElementsAre("AWS Libfabric"));
  EXPECT_THAT(log.members, SizeIs(16));
  EXPECT_THAT(log.connections, SizeIs(320));
  EXPECT_THAT(transports(log), ElementsAre("NET/AWS Libfabric", "P2P/IPC"));
  EXPECT_EQ(gpu_direct(log), true);
  EXPECT_EQ(nics_used(log), std::nullopt);
  EXPECT_EQ(log.torn, 0);
}

}  // namespace
}  // namespace assay::nccl
