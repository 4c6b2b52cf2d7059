#include "reports/certificate/reasons.hpp"

#include <gmock/gmock.h>

#include <set>

#include "core/error.hpp"

namespace assay {
namespace {

TEST(GateReasons, EachIdIsItsOwnAndAllIsSaidOfIt) {
  std::set<std::string_view> ids;
  for (const ReasonKind& kind : reason_kinds()) ids.insert(kind.id);
  for (const ReasonKind& kind : gate_reason_kinds()) {
    EXPECT_TRUE(ids.insert(kind.id).second) << kind.id << " stands twice";
    EXPECT_EQ(kind.id.find_first_not_of("abcdefghijklmnopqrstuvwxyz-"), std::string_view::npos);
    for (const std::string_view text : {kind.meaning, kind.cause, kind.action})
      EXPECT_FALSE(text.empty()) << kind.id;
    EXPECT_NE(kind.verdict, Verdict::pass) << kind.id;
    EXPECT_NE(kind.verdict, Verdict::warn) << kind.id << " would admit";
  }
}

TEST(GateReasons, AReasonTellsWhatToDo) {
  const Reason reason = gate_reason("expired-certificate", "it expired");
  EXPECT_EQ(reason.verdict, Verdict::fail);
  EXPECT_EQ(reason.text, "it expired; run the tests again and certify their report");
  EXPECT_THROW((void)gate_reason("no-such-reason", ""), Error);
}

}  // namespace
}  // namespace assay
