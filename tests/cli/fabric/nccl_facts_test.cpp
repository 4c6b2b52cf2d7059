#include "cli/fabric/nccl_facts.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace assay {
namespace {

using testing::HasSubstr;

nccl::RecordedName recorded(std::string_view text) {
  nccl::RecordedName name{};
  std::copy(text.begin(), text.end(), name.begin());
  return name;
}

nccl::Profile profile(const char* algorithm) {
  return {.calls = {{.function = recorded("AllReduce"),
                     .type = recorded("ncclBfloat16"),
                     .algorithm = recorded(algorithm),
                     .protocol = recorded("SIMPLE"),
                     .count = 512,
                     .ranks = 8,
                     .channels = 24,
                     .calls = 100}},
          .traffic = {.communicators = 1}};
}

nccl::Log log_of(const std::string& more = "") {
  return nccl::parse_log(
      "h:1:1 [0] NCCL INFO NET/IB : Using [0]mlx5_0:1/IB [RO]; OOB eth0:10.0.0.1<0>\n"
      "h:1:1 [0] NCCL INFO Channel 00/0 : 0[0] -> 1[1] [send] via NET/IB/0/GDRDMA\n"
      "h:1:1 [0] NCCL INFO AllReduce: 1024 Bytes -> Algo TREE proto LL channel{Lo..Hi}={0..0}\n" +
      more);
}

Result measured() {
  return {.test = "collective.all_reduce",
          .params = {{"bytes", std::int64_t{1024}}, {"type", std::string("bf16")}}};
}

std::map<std::string, std::string> facts(const NcclEvidence& evidence,
                                         const Result& result = measured()) {
  std::vector<Result> results{result};
  describe_nccl(results, evidence);
  return results.front().facts;
}

TEST(NcclFacts, ComeFromTheProfilerFirst) {
  const auto told = facts({log_of(), profile("NVLS")});
  EXPECT_EQ(told.at("algorithm"), "NVLS");
  EXPECT_EQ(told.at("protocol"), "SIMPLE");
  EXPECT_EQ(told.at("channels"), "24");
  EXPECT_EQ(told.at("algorithm_from"), "profiler");
  EXPECT_EQ(told.at("transport"), "IB") << "which the log tells";
  EXPECT_EQ(told.at("nics"), "mlx5_0");
  EXPECT_EQ(told.at("gpu_direct"), "yes");
}

TEST(NcclFacts, ComeFromTheLogWhereTheProfilerIsNotThere) {
  const auto told = facts({log_of(), std::nullopt});
  EXPECT_EQ(told.at("algorithm"), "TREE");
  EXPECT_EQ(told.at("protocol"), "LL");
  EXPECT_EQ(told.at("algorithm_from"), "log");
  EXPECT_FALSE(told.contains("channels"));
}

TEST(NcclFacts, ComeFromTheLogWhereTheProfilerDoesNotKnow) {
  Result other = measured();
  other.params["type"] = std::string("fp32");
  EXPECT_EQ(facts({log_of(), profile("NVLS")}, other).at("algorithm_from"), "log");
}

TEST(NcclFacts, AreUnknownWhereNeitherTells) {
  for (const NcclEvidence& evidence :
       {NcclEvidence{}, NcclEvidence{std::nullopt, profile("Unknown")},
        NcclEvidence{nccl::Log{}, nccl::Profile{}}}) {
    const auto told = facts(evidence);
    EXPECT_EQ(told.at("algorithm"), "unknown");
    EXPECT_FALSE(told.contains("algorithm_from"));
    EXPECT_FALSE(told.contains("transport"));
  }
}

TEST(NcclFacts, OfMessagesNameNoAlgorithm) {
  Result moved = measured();
  moved.test = "collective.all_to_all";
  const auto told = facts({log_of(), profile("NVLS")}, moved);
  EXPECT_FALSE(told.contains("algorithm"));
  EXPECT_EQ(told.at("transport"), "IB");
}

Result by_port(const std::string& port) {
  Result result{.test = "collective.rail", .subject = {.kind = "port", .id = port}};
  result.metrics.push_back({.name = "bandwidth"});
  return result;
}

Result held(const Result& result, const NcclEvidence& evidence) {
  std::vector<Result> results{result};
  hold_to_ports(results, evidence);
  return results.front();
}

TEST(FigureOfAPort, IsKeptWhereTheLogProvesIt) {
  const Result kept = held(by_port("mlx5_0/1"), {log_of(), std::nullopt});
  EXPECT_EQ(kept.outcome, Outcome::ok);
  EXPECT_EQ(kept.metrics.size(), 1U);
}

TEST(FigureOfAPort, IsDroppedWhereAnotherOneWasUsed) {
  const Result dropped = held(by_port("mlx5_3/1"), {log_of(), std::nullopt});
  EXPECT_EQ(dropped.outcome, Outcome::error);
  EXPECT_TRUE(dropped.metrics.empty());
  EXPECT_THAT(dropped.reason, HasSubstr("mlx5_0/1 (IB)"));
}

TEST(FigureOfAPort, IsDroppedWhereThereIsNoLog) {
  const Result dropped = held(by_port("mlx5_0/1"), {std::nullopt, profile("RING")});
  EXPECT_EQ(dropped.outcome, Outcome::error);
  EXPECT_TRUE(dropped.metrics.empty());
}

TEST(FigureOfAPort, ThatIsWrongStaysADefect) {
  Result wrong = by_port("mlx5_3/1");
  wrong.outcome = Outcome::failed;
  wrong.reason = "1 wrong element";
  const Result dropped = held(wrong, {log_of(), std::nullopt});
  EXPECT_EQ(dropped.outcome, Outcome::failed);
  EXPECT_THAT(dropped.reason, HasSubstr("1 wrong element; NCCL"));
}

TEST(FigureOfAPort, IsNoConcernOfOtherTests) {
  Result other = by_port("mlx5_3/1");
  other.test = "collective.all_reduce";
  EXPECT_EQ(held(other, {}).metrics.size(), 1U);
}

}  // namespace
}  // namespace assay
