#include "collectives/nccl/rail.hpp"

#include <gmock/gmock.h>

#include "core/error.hpp"

namespace assay::nccl {
namespace {

using testing::HasSubstr;

std::string log_of(const std::string& nics, const std::string& connections) {
  std::string text = "h:1:1 [0] NCCL INFO NET/IB : Using " + nics + " [RO]; OOB eth0:10.0.0.1<0>\n";
  for (std::size_t at = 0; at < connections.size();) {
    const std::size_t end = connections.find('\n', at);
    text += "h:1:1 [0] NCCL INFO Channel 00/0 : " + connections.substr(at, end - at) + '\n';
    at = end == std::string::npos ? connections.size() : end + 1;
  }
  return text;
}

std::string against(const std::string& nics, const std::string& connections) {
  return against_port(parse_log(log_of(nics, connections)), {"mlx5_1", 1});
}

constexpr const char* kBothEnds =
    "0[0] -> 1[1] [send] via NET/IB/0\n3[3] -> 0[0] [receive] via NET/IB/0/GDRDMA";

TEST(Port, IsReadFromItsName) {
  EXPECT_EQ(port_from("mlx5_10/2").device, "mlx5_10");
  EXPECT_EQ(port_from("mlx5_10/2").number, 2);
  for (const char* text : {"", "mlx5_0", "/1", "mlx5_0/", "mlx5_0/0", "mlx5_0/1x", "mlx5_0/-1"})
    EXPECT_THROW((void)port_from(text), Error) << text;
}

/// Names are beginnings of names otherwise: mlx5_1 of mlx5_10.
TEST(Port, IsAskedForByItsWholeName) {
  const auto environment = environment_for({"mlx5_1", 2});
  EXPECT_EQ(environment.at("NCCL_IB_HCA"), "=mlx5_1:2");
  EXPECT_EQ(environment.at("NCCL_P2P_DISABLE"), "1");
  EXPECT_EQ(environment.at("NCCL_SHM_DISABLE"), "1");
}

TEST(Port, IsProvedByItsNameAtBothEnds) {
  EXPECT_EQ(against("[0]mlx5_1:1/IB", kBothEnds), "");
  EXPECT_EQ(against("[0]mlx5_1:1/RoCE", kBothEnds), "");
}

TEST(Port, IsNotProvedByAnotherOne) {
  EXPECT_THAT(against("[0]mlx5_0:1/IB", kBothEnds), HasSubstr("mlx5_0/1 (IB)"));
  EXPECT_NE(against("[0]mlx5_10:1/IB", kBothEnds), "");
  EXPECT_NE(against("[0]mlx5_1:2/IB", kBothEnds), "") << "its other port";
}

TEST(Port, IsNotProvedWhereOthersCouldHaveBeenUsed) {
  EXPECT_NE(against("[0]mlx5_1:1/IB [1]mlx5_2:1/IB", kBothEnds), "");
}

TEST(Port, IsNotProvedByOtherTransports) {
  EXPECT_THAT(against("[0]mlx5_1:1/IB", std::string(kBothEnds) + "\n0[0] -> 2[2] via P2P/CUMEM"),
              HasSubstr("P2P/CUMEM"));
  EXPECT_THAT(against("[0]mlx5_1:1/IB", "0[0] -> 1[1] [send] via NET/Socket/0"),
              HasSubstr("NET/Socket"));
  EXPECT_THAT(against("[0]mlx5_1:1/IB", ""), HasSubstr("no connection at all"));
  EXPECT_NE(against_port(Log{}, {"mlx5_1", 1}), "");
}

}  // namespace
}  // namespace assay::nccl
