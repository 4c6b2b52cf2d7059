#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

#include "tests/collectives/nccl/log_samples.hpp"

namespace assay::nccl {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::string joined(const std::vector<std::string>& lines, const std::string& prefix = "",
                   const std::string& end = "\n") {
  std::string text;
  for (const std::string& line : lines) text += prefix + line + end;
  return text;
}

TEST(NcclLogPropertiesTest, LineEndsPrefixesAndOrderChangeNothing) {
  std::mt19937 random(11);
  for (const char* name : kSamples) {
    const std::string text = sample(name);
    auto lines = lines_of(text);
    const Log log = parse_log(text);
    EXPECT_EQ(facts(parse_log(joined(lines, "", "\r\n"))), facts(log)) << name;
    EXPECT_EQ(facts(parse_log(joined(lines, "[1,3]<stdout>:"))), facts(log)) << name;
    EXPECT_EQ(facts(parse_log(joined(lines, "12: "))), facts(log)) << name;
    EXPECT_EQ(facts(parse_log(text + "# out of place\n\n   8  2 float sum\n" + text)), facts(log));
    for (int round = 0; round < 20; ++round) {
      std::shuffle(lines.begin(), lines.end(), random);
      EXPECT_EQ(facts(parse_log(joined(lines))), facts(log)) << name;
    }
  }
}

/// True if all of `part` is in `whole`.
template <class Set>
bool within(const Set& part, const Set& whole) {
  return std::includes(whole.begin(), whole.end(), part.begin(), part.end());
}

// Whatever is missing, nothing is said that the whole log does not say.
TEST(NcclLogPropertiesTest, ACutLogSaysLessAndNothingElse) {
  for (const char* name : kSamples) {
    const std::string text = sample(name);
    const Log whole = parse_log(text);
    for (std::size_t length = 0; length < text.size(); length += 7) {
      const Log part = parse_log(std::string_view(text).substr(0, length));
      EXPECT_TRUE(within(part.connections, whole.connections)) << name << ' ' << length;
      EXPECT_TRUE(within(part.members, whole.members)) << name << ' ' << length;
      EXPECT_TRUE(within(part.nics, whole.nics)) << name << ' ' << length;
      EXPECT_TRUE(within(part.sockets, whole.sockets)) << name << ' ' << length;
      EXPECT_TRUE(within(part.networks, whole.networks)) << name << ' ' << length;
      EXPECT_TRUE(within(part.versions, whole.versions)) << name << ' ' << length;
      EXPECT_TRUE(within(part.choices, whole.choices)) << name << ' ' << length;
    }
  }
}

// No text makes it throw or hang; under the sanitizers, nor read what is not there.
TEST(NcclLogPropertiesTest, BytesAtRandomAreNoLog) {
  std::mt19937 random(5);
  const std::string text = sample("two_nodes_ib.log");
  for (int round = 0; round < 300; ++round) {
    std::string spoiled = text.substr(random() % text.size(), 4000);
    for (int i = 0; i < 40; ++i) spoiled[random() % spoiled.size()] = static_cast<char>(random());
    const Log log = parse_log(spoiled);
    for (const Connection& each : log.connections) {
      EXPECT_GE(each.from, 0);
      EXPECT_GE(each.channel, 0);
    }
  }
  EXPECT_EQ(facts(parse_log(std::string(1 << 20, 'x') + '\n')), facts(Log{}));
  EXPECT_EQ(facts(parse_log(std::string(1000, '\0') + "NCCL INFO \n NCCL version \n")),
            facts(Log{}));
}

}  // namespace
}  // namespace assay::nccl
