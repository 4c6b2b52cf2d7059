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
          .gpus = {"1b000", "43000"}};
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

TEST(Nodes, ThatAreAlikeMeasureTogether) { EXPECT_EQ(against(four(), Sharing::refused), ""); }

TEST(Nodes, OfAnotherProgramAreNamed) {
  auto nodes = four();
  nodes[2].tool = "0.2.0 def";
  EXPECT_EQ(against(nodes, Sharing::refused),
            "rank 2 (c) runs assay 0.2.0 def, rank 0 runs 0.1.0 abc");
}

TEST(Nodes, OfAnotherPlanAreNamed) {
  auto nodes = four();
  nodes[3].plan = "level standard";
  EXPECT_THAT(against(nodes, Sharing::refused), HasSubstr("rank 3 (d) has another plan"));
}

TEST(Nodes, WithFewerGpusAreNamed) {
  auto nodes = four();
  nodes[1].gpus.pop_back();
  EXPECT_EQ(against(nodes, Sharing::refused), "rank 1 (b) has 1 GPUs, rank 0 has 2");
}

TEST(Nodes, ThatAreOneHostAreNamed) {
  auto nodes = four();
  nodes[3].hostname = "b";
  EXPECT_THAT(against(nodes, Sharing::refused), HasSubstr("ranks 1 and 3 are both on b"));
}

TEST(Nodes, WithFewerGpusThanRanksAreNamed) {
  auto nodes = four();
  nodes[2].gpus[1] = nodes[2].gpus[0];
  EXPECT_EQ(against(nodes, Sharing::refused), "rank 2 (c) has 1 GPUs for 2 ranks");
}

TEST(Nodes, MayShareGpusWhereThatIsAllowed) {
  auto nodes = four();
  nodes[3].hostname = "b";
  nodes[2].gpus[1] = nodes[2].gpus[0];
  EXPECT_EQ(against(nodes, Sharing::allowed), "");
  nodes[1].tool = "0.2.0 def";
  EXPECT_THAT(against(nodes, Sharing::allowed), HasSubstr("0.2.0 def")) << "and nothing else";
}

/// Every gate for itself: whatever one node of many has that it must not have is seen.
TEST(Nodes, AreNeverTakenTogetherWhereOneOfThemIsWrong) {
  for (std::size_t n = 2; n < 40; ++n)
    for (std::size_t wrong = 0; wrong < n; ++wrong) {
      std::vector<Hello> nodes;
      nodes.reserve(n);
      for (std::size_t i = 0; i < n; ++i) nodes.push_back(node("host" + std::to_string(i)));
      ASSERT_EQ(against(nodes, Sharing::refused), "");
      auto twice = nodes;
      twice[wrong].gpus[0] = twice[wrong].gpus[1];
      EXPECT_NE(against(twice, Sharing::refused), "");
      auto one_host = nodes;
      one_host[wrong].hostname = nodes[(wrong + 1) % n].hostname;
      EXPECT_NE(against(one_host, Sharing::refused), "");
    }
}

TEST(GpuKey, IsTheAddressInFewBytes) {
  const Node machine{.gpus = {{.index = 0, .uuid = "GPU-a", .pci = "0000:1b:00.0"},
                              {.index = 1, .uuid = "GPU-b", .pci = "0001:0f:1e.3"},
                              {.index = 2, .pci = ""}}};
  const auto key = [&](std::int64_t index, const char* uuid) {
    return gpu_key({.kind = "gpu", .index = index, .uuid = uuid}, machine);
  };
  EXPECT_EQ(key(0, ""), "1b000");
  EXPECT_EQ(key(1, "GPU-b"), "10f1e3");
  EXPECT_EQ(key(0, "GPU-b"), "10f1e3") << "a uuid says more than a place in a list";
  EXPECT_EQ(key(2, "GPU-c"), "gpu 2") << "what has no address is told by its name";
  EXPECT_EQ(key(7, ""), "gpu 7");
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
  for (int gpu = 0; gpu < 8; ++gpu) hello.gpus.push_back(std::to_string(gpu) + "b000");
  constexpr std::size_t nodes = 12'500;
  const std::string all = packed(std::vector<std::string>(nodes, encode(hello)));
  RecordProperty("bytes_a_node", static_cast<int>(all.size() / nodes));
  EXPECT_LT(escaped(all).size() + nodes, kLongestLine);
  EXPECT_EQ(unpacked(all).size(), nodes);
}

}  // namespace
}  // namespace assay
