#include "reports/judge/reasons.hpp"

#include <gtest/gtest.h>

#include <set>

#include "core/error.hpp"

namespace assay {
namespace {

TEST(Reasons, AreCompleteAndNamedOnce) {
  std::set<std::string_view> ids;
  for (const ReasonKind& kind : reason_kinds()) {
    EXPECT_TRUE(ids.insert(kind.id).second) << kind.id;
    EXPECT_EQ(kind.id.find_first_not_of("abcdefghijklmnopqrstuvwxyz-"), std::string_view::npos);
    EXPECT_NE(kind.verdict, Verdict::pass);
    EXPECT_FALSE(kind.meaning.empty() || kind.cause.empty() || kind.action.empty()) << kind.id;
  }
}

TEST(Reasons, AnUnknownOneIsAFaultInTheProgram) {
  EXPECT_THROW((void)make_reason("no-such-reason", ""), Error);
}

TEST(Reasons, SayWhatToDo) {
  const Reason reason = make_reason("stale", "the run ended 3 h ago");
  EXPECT_EQ(reason.id, "stale");
  EXPECT_EQ(reason.verdict, Verdict::unknown);
  EXPECT_EQ(reason.text, "the run ended 3 h ago; run again");
}

}  // namespace
}  // namespace assay
