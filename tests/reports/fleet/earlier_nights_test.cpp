#include "reports/fleet/earlier_nights.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "reports/peers/judge_peers.hpp"
#include "reports/peers/simulate/noise.hpp"

namespace assay::test {
namespace {

using fleet::EarlierNights;
using history::MetricKey;
using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::size_t kNodes = 400;
constexpr history::NightNumber kTonight = 20'000;
constexpr std::size_t kSick = 5;

/// A GPU a node that has two metrics, a port and a socket with one each.
Night tonight() {
  Night night;
  night.slots = {{"gpu 0", "gpu", {}},
                 {"port mlx5_0/1", "port", {}},
                 {"numa 0", "numa", {}},
                 {"node", "node", {}}};
  for (std::size_t i = 0; i < kNodes; ++i) {
    night.hostnames.push_back("n" + std::to_string(i));
    night.serials.push_back("S" + std::to_string(i));
    night.dates.push_back(kTonight);
    night.slots[0].serials.push_back("GPU-" + std::to_string(i));
    night.slots[1].serials.push_back("0x" + std::to_string(i));
  }
  night.columns = {{.test = "memory.read",
                    .metric = "bandwidth",
                    .params = "bytes=8 data=random",
                    .slot = 0,
                    .series = "bytes=8"},
                   {.test = "link.port", .metric = "bandwidth", .slot = 1},
                   {.test = "memory.host", .metric = "bandwidth", .slot = 2},
                   {.test = "node.boot", .metric = "time", .slot = 3, .better = Better::lower}};
  for (std::size_t column = 0; column < night.columns.size(); ++column)
    for (std::size_t i = 0; i < kNodes; ++i)
      night.values.push_back(static_cast<float>(100 + peers::noise(column, i)));
  return night;
}

/// The columns of a history that tonight's columns are continued from.
std::vector<MetricKey> keys() {
  return {{.test = "memory.read", .name = "bandwidth", .params = "bytes=8"},
          {.test = "link.port", .name = "bandwidth", .part = "port 1"},
          {.test = "memory.host", .name = "bandwidth", .part = "numa 0"},
          {.test = "node.boot", .name = "time", .better = Better::lower}};
}

/// Some nights before tonight, the first device of each kind that of node 0.
history::Past past_of(std::size_t nights) {
  history::Past past;
  for (std::size_t n = 0; n < nights; ++n)
    past.nights.push_back(kTonight - static_cast<history::NightNumber>(nights - n));
  const std::vector<std::string> prefixes{"GPU-", "0x", "S"};
  for (const std::string& prefix : prefixes)
    for (std::size_t i = 0; i < kNodes; ++i)
      past.devices.push_back({.kind = "some", .key = prefix + std::to_string(i)});
  const std::vector<std::size_t> first{0, kNodes, 2 * kNodes, 2 * kNodes};
  for (std::size_t c = 0; c < keys().size(); ++c) {
    history::PastColumn column{.metric = keys()[c]};
    for (std::size_t i = 0; i < kNodes; ++i) {
      column.devices.push_back(static_cast<std::uint32_t>(first[c] + i));
      for (std::size_t n = 0; n < nights; ++n)
        column.values.push_back(static_cast<float>(100 + peers::noise(1000 * n + c, i)));
    }
    past.columns.push_back(column);
  }
  std::sort(past.columns.begin(), past.columns.end(),
            [](const auto& a, const auto& b) { return a.metric < b.metric; });
  past.index_names();
  return past;
}

/// Lets `device` measure `by` less in all nights.
void slow(history::Past& past, const MetricKey& key, std::uint32_t device, float by) {
  for (history::PastColumn& column : past.columns) {
    if (!(column.metric == key)) continue;
    for (float& value : column.values) {
      const auto at = static_cast<std::size_t>(&value - column.values.data());
      if (column.devices[at / past.nights.size()] == device) value -= by;
    }
  }
}

float& at(Night& night, std::size_t column, std::size_t node) {
  return night.values[column * kNodes + node];
}

std::vector<std::uint32_t> accused(const PeerJudgement& judgement) {
  std::vector<std::uint32_t> nodes;
  for (const PeerSubject& subject : judgement.subjects) nodes.push_back(subject.node);
  return nodes;
}

PeerJudgement judged(const Night& night, const history::Past& past) {
  EarlierNights earlier(night, {});
  earlier.add(past);
  return judge_peers(night, {}, &earlier.past());
}

TEST(EarlierNights, AStepTooSmallForOneNightIsFoundOverSeveral) {
  Night night = tonight();
  at(night, 0, kSick) = 96.5F;
  EXPECT_THAT(accused(judge_peers(night, {})), IsEmpty());
  history::Past past = past_of(3);
  EXPECT_THAT(accused(judged(night, past)), IsEmpty()) << "for it was well before";
  slow(past, keys()[0], kSick, 3.5F);
  const PeerJudgement judgement = judged(night, past);
  ASSERT_THAT(accused(judgement), ElementsAre(kSick));
  const PeerOutlier& outlier = judgement.subjects[0].outliers[0];
  EXPECT_EQ(outlier.evidence, PeerEvidence::nights);
  EXPECT_EQ(outlier.nights, 4U);
}

TEST(EarlierNights, EveryKindOfSubjectHasItsPast) {
  for (std::uint32_t c = 0; c < 4; ++c) {
    Night night = tonight();
    history::Past past = past_of(3);
    const float by = c == 3 ? -3.5F : 3.5F;
    at(night, c, kSick) = 100 - by;
    const std::uint32_t first = c == 0 ? 0 : c == 1 ? kNodes : 2 * kNodes;
    slow(past, keys()[c], first + kSick, by);
    EXPECT_THAT(accused(judged(night, past)), ElementsAre(kSick)) << c;
  }
}

TEST(EarlierNights, HardwareThatMovedKeepsItsPast) {
  Night night = tonight();
  history::Past past = past_of(3);
  slow(past, keys()[0], kSick, 3.5F);
  std::swap(night.slots[0].serials[kSick], night.slots[0].serials[9]);
  at(night, 0, 9) = 96.5F;
  EXPECT_THAT(accused(judged(night, past)), ElementsAre(9));
}

TEST(EarlierNights, NewHardwareInTheSlotHasNoPast) {
  Night night = tonight();
  history::Past past = past_of(3);
  slow(past, keys()[0], kSick, 3.5F);
  at(night, 0, kSick) = 96.5F;
  night.slots[0].serials[kSick] = "GPU-new";
  EXPECT_THAT(accused(judged(night, past)), IsEmpty());
}

TEST(EarlierNights, WhatIsWellTonightIsNotAccusedForItsPast) {
  Night night = tonight();
  history::Past past = past_of(3);
  slow(past, keys()[0], kSick, 6);
  at(night, 0, kSick) = 100;
  EXPECT_THAT(accused(judged(night, past)), IsEmpty());
}

/// Tonight's reports may have been ingested before they are judged.
TEST(EarlierNights, TonightAndWhatComesAfterIsNoPast) {
  Night night = tonight();
  history::Past past = past_of(3);
  slow(past, keys()[0], kSick, 3.5F);
  at(night, 0, kSick) = 96.5F;
  for (history::NightNumber& number : past.nights) number += 3;
  EarlierNights earlier(night, {});
  earlier.add(past);
  EXPECT_THAT(earlier.known(), Each(false));
  EXPECT_THAT(accused(judge_peers(night, {}, &earlier.past())), IsEmpty());
  night.dates[kSick] = kTonight + 3;  // its own night is a later one
  EarlierNights own(night, {});
  own.add(past);
  EXPECT_TRUE(own.known()[kSick]);
  EXPECT_FALSE(own.known()[0]);
}

TEST(EarlierNights, OtherUnitsStatisticsAndParamsAreOtherMetrics) {
  const auto knows = [](const Night& night) {
    EarlierNights earlier(night, {});
    history::Past past = past_of(2);
    std::erase_if(past.columns,
                  [](const auto& column) { return column.metric.test != "memory.read"; });
    earlier.add(past);
    return earlier.known()[0];
  };
  EXPECT_TRUE(knows(tonight()));
  Night night = tonight();
  night.columns[0].unit = Unit::seconds;
  EXPECT_FALSE(knows(night));
  night = tonight();
  night.columns[0].statistic = "p50";
  EXPECT_FALSE(knows(night));
  night = tonight();
  night.columns[0].series = "bytes=16";
  EXPECT_FALSE(knows(night));
  night = tonight();
  night.columns[0].better = Better::lower;
  EXPECT_FALSE(knows(night));
}

TEST(EarlierNights, OneNightAtATimeIsTheSameAsAllAtOnce) {
  const Night night = tonight();
  const history::Past all = past_of(5);
  EarlierNights at_once(night, {});
  at_once.add(all);
  EarlierNights one_by_one(night, {});
  for (std::size_t n = 0; n < all.nights.size(); ++n) {
    history::Past one;
    one.nights = {all.nights[n]};
    one.devices = all.devices;
    for (const history::PastColumn& column : all.columns) {
      one.columns.push_back({column.metric, column.devices, {}});
      for (std::size_t d = 0; d < column.devices.size(); ++d)
        one.columns.back().values.push_back(column.values[d * all.nights.size() + n]);
    }
    one.index_names();
    one_by_one.add(one);
  }
  EXPECT_EQ(one_by_one.past().nights(), 5U);
  EXPECT_EQ(at_once.past().recent_means(), one_by_one.past().recent_means());
  for (std::size_t value = 0; value < night.values.size(); ++value)
    EXPECT_EQ(at_once.past().decline(value), one_by_one.past().decline(value));
}

TEST(EarlierNights, TheHistoryIsAskedForWhatWasMeasured) {
  Night night = tonight();
  EXPECT_THAT(fleet::metrics_of(night), ElementsAre("link.port.bandwidth", "memory.host.bandwidth",
                                                    "memory.read.bandwidth", "node.boot.time"));
  night.columns[0].metric = "v1.bandwidth";
  EXPECT_THAT(fleet::metrics_of(night), IsEmpty()) << "all";
}

}  // namespace
}  // namespace assay::test
