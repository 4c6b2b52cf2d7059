#include "core/xid_catalogue.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace assay {
namespace {

TEST(XidCatalogue, HasEachCodeOnceAndSaysSomethingOfIt) {
  const std::vector<std::int64_t> codes = known_xids();
  EXPECT_TRUE(std::is_sorted(codes.begin(), codes.end()));
  EXPECT_EQ(std::set<std::int64_t>(codes.begin(), codes.end()).size(), codes.size());
  for (const std::int64_t code : codes) {
    const XidMeaning meaning = xid_meaning(code);
    EXPECT_TRUE(meaning.known) << code;
    EXPECT_GT(meaning.text.size(), 10U) << code;
    EXPECT_NE(name(meaning.action), "");
    EXPECT_FALSE(meaning.fatal && meaning.action == XidAction::none)
        << code << ": what is out of use needs somebody to do something";
    EXPECT_FALSE(meaning.fatal && meaning.xid_class == XidClass::application)
        << code << ": a program cannot take a GPU out of use";
  }
}

TEST(XidCatalogue, CoversWhatFleetsSee) {
  for (const std::int64_t code :
       {13,  31,  32,  43,  45,  48,  61,  62,  63,  64,  68,  69,  74,  79,  92,
        94,  95,  109, 110, 119, 120, 121, 122, 123, 124, 125, 126, 136, 137, 140,
        143, 144, 145, 149, 150, 151, 154, 155, 156, 157, 158, 159, 160})
    EXPECT_TRUE(xid_meaning(code).known) << code;
}

TEST(XidCatalogue, Examples) {
  const struct {
    std::int64_t code;
    XidClass xid_class;
    XidAction action;
    bool fatal;
  } rows[] = {{13, XidClass::application, XidAction::restart_application, false},
              {43, XidClass::application, XidAction::none, false},
              {48, XidClass::gpu, XidAction::reset_gpu, true},
              {54, XidClass::host, XidAction::check_power, true},
              {63, XidClass::gpu, XidAction::none, false},
              {74, XidClass::link, XidAction::check_link, true},
              {79, XidClass::gpu, XidAction::reboot, true},
              {94, XidClass::gpu, XidAction::restart_application, false},
              {95, XidClass::gpu, XidAction::reset_gpu, true},
              {119, XidClass::gpu, XidAction::reset_gpu, true}};
  for (const auto& row : rows) {
    EXPECT_EQ(xid_meaning(row.code).xid_class, row.xid_class) << row.code;
    EXPECT_EQ(xid_meaning(row.code).action, row.action) << row.code;
    EXPECT_EQ(xid_meaning(row.code).fatal, row.fatal) << row.code;
  }
}

TEST(XidCatalogue, UnknownIsNeverHarmless) {
  for (const std::int64_t code : {-1, 0, 1, 12, 47, 999, 100000}) {
    const XidMeaning meaning = xid_meaning(code);
    EXPECT_FALSE(meaning.known) << code;
    EXPECT_EQ(meaning.xid_class, XidClass::gpu);
    EXPECT_EQ(meaning.action, XidAction::ask_vendor);
  }
}

TEST(XidCatalogue, TheLineSaysHowBadItIs) {
  EXPECT_TRUE(xid_meaning(149).fatal);
  EXPECT_TRUE(xid_meaning(149, "Xid (PCI:0000:1b:00): 149, NETIR_LINK_EVT Fatal XC0").fatal);
  EXPECT_FALSE(xid_meaning(145, "Xid (PCI:0000:1b:00): 145, RLW_RXPIPE Nonfatal XC1").fatal);
  EXPECT_TRUE(xid_meaning(79, "Nonfatal").fatal) << "no other Xid may talk itself out of it";
  const auto changed = [](const std::string& to) {
    return xid_meaning(154,
                       "Xid (PCI:0000:1b:00): 154, GPU recovery action changed from 0x0 "
                       "(None) to " +
                           to);
  };
  EXPECT_EQ(changed("0x2 (Node Reboot Required)").action, XidAction::reboot);
  EXPECT_EQ(changed("0x1 (GPU Reset Required)").action, XidAction::reset_gpu);
  EXPECT_EQ(changed("0x4 (Drain and Reset)").action, XidAction::reset_gpu);
  EXPECT_TRUE(changed("0x4 (Drain and Reset)").fatal);
  EXPECT_FALSE(changed("0x3 (Drain P2P)").fatal);
  EXPECT_FALSE(changed("0x0 (None)").fatal);
  EXPECT_TRUE(changed("something new").fatal);
  EXPECT_TRUE(xid_meaning(154).fatal);
}

TEST(XidCatalogue, FindsTheProcess) {
  EXPECT_EQ(xid_process("Xid (PCI:0000:1b:00): 43, pid=1234, name=assay, Ch 00000010"), 1234);
  EXPECT_EQ(xid_process("Xid (PCI:0000:1b:00): 31, pid='77', name=x"), 77);
  EXPECT_EQ(xid_process("Xid (PCI:0000:1b:00): 13, pid='<unknown>', name=<unknown>"), std::nullopt);
  EXPECT_EQ(xid_process("Xid (PCI:0000:1b:00): 79, GPU has fallen off the bus."), std::nullopt);
  EXPECT_EQ(xid_process("ppid=3"), std::nullopt);
}

TEST(XidCatalogue, OnlyTheTraceOfOurOwnKillIsExcused) {
  const std::vector<EndedProcess> ended{{1234, 1000}, {99, 5000}};
  const std::string text = "NVRM: Xid (PCI:0000:1b:00): 43, pid=1234, name=assay, Ch 8";
  EXPECT_TRUE(is_our_own(43, text, 1000.5, ended));
  EXPECT_TRUE(is_our_own(45, text, 1020, ended));
  EXPECT_FALSE(is_our_own(43, text, 900, ended)) << "before we ended it: why it had to be ended";
  EXPECT_FALSE(is_our_own(43, text, 2000, ended));
  EXPECT_FALSE(is_our_own(43, "Xid (PCI:0000:1b:00): 43, pid=7, name=other", 1000.5, ended));
  EXPECT_FALSE(is_our_own(43, "Xid (PCI:0000:1b:00): 43, Ch 8", 1000.5, ended));
  EXPECT_FALSE(is_our_own(43, text, std::nullopt, ended));
  EXPECT_FALSE(is_our_own(43, text, 1000.5, {}));
  EXPECT_FALSE(is_our_own(79, text, 1000.5, ended)) << "hardware is never excused";
  EXPECT_FALSE(is_our_own(94, text, 1000.5, ended));
  EXPECT_FALSE(is_our_own(999, text, 1000.5, ended));
}

}  // namespace
}  // namespace assay
