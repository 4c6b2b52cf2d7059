#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "reports/catalogue/make_reason.hpp"

namespace assay {
namespace {

std::vector<ReasonKind> all_kinds() {
  std::vector<ReasonKind> all;
  for (const ReasonTopic& topic : kReasonTopics)
    all.insert(all.end(), topic.kinds.begin(), topic.kinds.end());
  return all;
}

/// What the program is made of, but for the catalogue itself.
std::string sources() {
  std::ostringstream all;
  for (const char* folder : {"reports", "cli"})
    for (const auto& entry : std::filesystem::recursive_directory_iterator(
             std::string(ASSAY_SOURCE_DIR) + "/" + folder)) {
      const std::string path = entry.path().string();
      if (path.find("/reports/catalogue/") == std::string::npos && path.ends_with(".cpp"))
        all << std::ifstream(path).rdbuf();
    }
  return all.str();
}

TEST(Catalogue, EachIdIsItsOwnAndAllIsSaidOfIt) {
  std::set<std::string_view> ids;
  for (const ReasonKind& kind : all_kinds()) {
    EXPECT_TRUE(ids.insert(kind.id).second) << kind.id << " stands twice";
    EXPECT_EQ(kind.id.find_first_not_of("abcdefghijklmnopqrstuvwxyz-"), std::string_view::npos);
    EXPECT_NE(kind.verdict, Verdict::pass) << kind.id;
    EXPECT_FALSE(kind.meaning.empty() || kind.action.empty()) << kind.id;
    EXPECT_FALSE(kind.causes[0].empty()) << kind.id;
    EXPECT_TRUE(std::is_partitioned(kind.causes.begin(), kind.causes.end(),
                                    [](std::string_view cause) { return !cause.empty(); }))
        << kind.id << " has a gap among its causes";
  }
}

TEST(Catalogue, TopicsBeginWithTheWorst) {
  for (const ReasonTopic& topic : kReasonTopics)
    EXPECT_TRUE(std::is_sorted(
        topic.kinds.begin(), topic.kinds.end(),
        [](const ReasonKind& a, const ReasonKind& b) { return a.verdict > b.verdict; }))
        << topic.title;
}

TEST(Catalogue, HasNoReasonThatNobodyGives) {
  const std::string text = sources();
  ASSERT_GT(text.size(), 100'000U);
  for (const ReasonKind& kind : all_kinds())
    EXPECT_NE(text.find('"' + std::string(kind.id) + '"'), std::string::npos) << kind.id;
}

TEST(Catalogue, WhatWasNotMeasuredSoundlyNeverSendsHardwareBack) {
  for (const ReasonKind& kind : all_kinds())
    if (kind.verdict != Verdict::fail) {
      EXPECT_NE(kind.grounds, ReturnGrounds::yes) << kind.id;
    }
}

TEST(Catalogue, NoGateReasonAdmits) {
  for (const ReasonKind& kind : kGateReasons)
    EXPECT_TRUE(kind.verdict == Verdict::fail || kind.verdict == Verdict::unknown) << kind.id;
}

TEST(Catalogue, IsLookedUpWhileCompiling) {
  static_assert(ReasonId("below-limit").kind().verdict == Verdict::fail);
  EXPECT_EQ(find_reason_kind("no-such-reason"), nullptr);
  for (const ReasonKind& kind : all_kinds()) EXPECT_EQ(find_reason_kind(kind.id)->id, kind.id);
}

TEST(Catalogue, AReasonSaysWhatToDo) {
  const Reason reason = make_reason("stale", "the run ended 3 h ago");
  EXPECT_EQ(reason.id, "stale");
  EXPECT_EQ(reason.verdict, Verdict::unknown);
  EXPECT_EQ(reason.text, "the run ended 3 h ago; run again");
}

}  // namespace
}  // namespace assay
