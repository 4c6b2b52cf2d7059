#include "cli/fabric/hello.hpp"

#include <gmock/gmock.h>

#include "cli/fabric/exchange.hpp"
#include "core/error.hpp"
#include "suites/runner/answer.hpp"
#include "suites/runner/fields.hpp"

namespace assay {
namespace {

using testing::HasSubstr;

Hello node(const std::string& name) {
  return {.hostname = name,
          .machine_id = "m-" + name,
          .board_serial = "s-" + name,
          .tool = "0.1.0 abc",
          .plan = "level quick, collective.all_reduce on mpi",
          .gpus = {"gpu 0", "gpu 1"}};
}

std::vector<Hello> four() { return {node("a"), node("b"), node("c"), node("d")}; }

TEST(Hello, IsReadAsItWasWritten) {
  Hello hello = node("host=1 %41\n");
  hello.gpus = {"", "gpu 1", "a b=c"};
  EXPECT_EQ(decode_hello(encode(hello)), hello);
  EXPECT_EQ(decode_hello(encode(Hello{})), Hello{});
}

TEST(Hello, ThatIsCutOffIsRefused) {
  const std::string whole = encode(node("a"));
  for (std::size_t n = 0; n < whole.size(); ++n) {
    try {
      EXPECT_NE(decode_hello(whole.substr(0, n)), node("a")) << n;
    } catch (const Error&) {  // as it should be
    }
  }
  EXPECT_THROW((void)decode_hello("hostname=a"), Error);
}

TEST(Nodes, ThatAreAlikeMeasureTogether) { EXPECT_EQ(against(four()), ""); }

TEST(Nodes, OfAnotherProgramAreNamed) {
  auto nodes = four();
  nodes[2].tool = "0.2.0 def";
  EXPECT_EQ(against(nodes), "rank 2 (c) runs assay 0.2.0 def, rank 0 runs 0.1.0 abc");
}

TEST(Nodes, OfAnotherPlanAreNamed) {
  auto nodes = four();
  nodes[3].plan = "level standard";
  EXPECT_THAT(against(nodes), HasSubstr("rank 3 (d) has another plan"));
}

TEST(Nodes, WithFewerGpusAreNamed) {
  auto nodes = four();
  nodes[1].gpus.pop_back();
  EXPECT_EQ(against(nodes), "rank 1 (b) has 1 GPUs, rank 0 has 2");
}

TEST(Nodes, ThatAreOneHostAreNamed) {
  auto nodes = four();
  nodes[3].hostname = "b";
  EXPECT_THAT(against(nodes), HasSubstr("ranks 1 and 3 are both on b"));
}

TEST(Packed, TextsAreUnpackedAsTheyWere) {
  for (const std::vector<std::string>& texts :
       {std::vector<std::string>{}, {""}, {"", ""}, {"a b", "%20", "\n=\x01"}}) {
    EXPECT_EQ(unpacked(packed(texts)), texts);
  }
  EXPECT_THROW((void)unpacked("no end"), Error);
}

/// What rank 0 hears of all nodes comes to the parent as one line of an answer.
TEST(Hello, OfTwelveThousandNodesFitsIntoOneAnswer) {
  Hello hello{.hostname = "dgx-b200-rack-0117-node-03.cluster.internal",
              .machine_id = "0123456789abcdef0123456789abcdef",
              .board_serial = "1580224000123",
              .tool = "0.1.0 0123456789abcdef0123456789abcdef01234567",
              .plan = "level standard, seed 1, data random",
              .gpus = {}};
  for (const char* device : {"mpi", "nccl"})
    for (const char* test : {"all_gather", "all_reduce", "all_to_all", "broadcast", "latency",
                             "moe", "overlap", "reduce", "reduce_scatter"})
      hello.plan += std::string(", collective.") + test + " on " + device + " for 60000 ms";
  for (int gpu = 0; gpu < 8; ++gpu) hello.gpus.push_back("gpu " + std::to_string(gpu));
  constexpr std::size_t nodes = 12'500;
  const std::string all = packed(std::vector<std::string>(nodes, encode(hello)));
  RecordProperty("bytes_a_node", static_cast<int>(all.size() / nodes));
  EXPECT_LT(escaped(all).size() + nodes, kLongestLine);
  EXPECT_EQ(unpacked(all).size(), nodes);
}

}  // namespace
}  // namespace assay
