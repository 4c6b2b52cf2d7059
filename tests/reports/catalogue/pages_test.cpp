#include <gmock/gmock.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/error.hpp"
#include "reports/catalogue/pages/view.hpp"

namespace assay {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kPage = ASSAY_SOURCE_DIR "/docs/errors.md";

TEST(ErrorsPage, IsWhatTheCatalogueSays) {
  const std::string page = catalogue_markdown(whole_catalogue());
  const char* update = std::getenv("ASSAY_UPDATE_GOLDEN");  // NOLINT(concurrency-mt-unsafe)
  if (update != nullptr && std::string(update) == "1") std::ofstream(kPage) << page;
  std::ostringstream written;
  written << std::ifstream(kPage).rdbuf();
  EXPECT_EQ(written.str(), page) << "if this is meant: ASSAY_UPDATE_GOLDEN=1";
}

TEST(ErrorsPage, HasLinesThatFit) {
  std::istringstream lines(catalogue_markdown(whole_catalogue()));
  for (std::string line; std::getline(lines, line);) EXPECT_LT(line.size(), 216U) << line;
}

TEST(CataloguePages, EachFormatTellsAllOfOneReason) {
  const CatalogueView view = one_of_catalogue("below-limit");
  for (const std::string& page :
       {catalogue_text(view), catalogue_markdown(view), catalogue_json(view)})
    EXPECT_THAT(page, AllOf(HasSubstr("below-limit"), HasSubstr("fail"),
                            HasSubstr("a measurement is under the limit"),
                            HasSubstr("a limit for other hardware"),
                            HasSubstr("compare with the node's peers"),
                            HasSubstr("if it shows again"), Not(HasSubstr("above-limit"))));
}

TEST(CataloguePages, TheWholeHasEveryIdAndEveryXid) {
  const CatalogueView view = whole_catalogue();
  const std::string text = catalogue_text(view);
  const std::string markdown = catalogue_markdown(view);
  const auto json = nlohmann::json::parse(catalogue_json(view));
  std::size_t kinds = 0;
  for (const ReasonTopic& topic : view.topics)
    for (const ReasonKind& kind : topic.kinds) {
      EXPECT_THAT(text, HasSubstr(std::string(kind.id) + "  "));
      EXPECT_THAT(markdown, HasSubstr("\n### " + std::string(kind.id) + "\n"));
      EXPECT_EQ(json.at("reasons").at(kinds++).at("id"), kind.id);
    }
  std::vector<std::int64_t> codes;
  for (const auto& xid : json.at("xids"))
    for (auto code = xid.at("first").get<std::int64_t>(); code <= xid.at("last"); ++code)
      codes.push_back(code);
  EXPECT_EQ(codes, known_xids());
}

TEST(CataloguePages, AnXidOfARangeStandsAlone) {
  const CatalogueView view = one_of_catalogue("xid:130");
  ASSERT_EQ(view.xids.size(), 1U);
  EXPECT_EQ(codes(view.xids.front()), "130");
  EXPECT_THAT(catalogue_text(view), HasSubstr("error in a copy engine"));
  EXPECT_THAT(catalogue_text(one_of_catalogue("xid:79")),
              AllOf(HasSubstr("reboot the node"), HasSubstr("if it shows again")));
}

TEST(CataloguePages, AnUnknownXidIsNoneThatIsHarmless) {
  const CatalogueView view = one_of_catalogue("xid:9999");
  EXPECT_FALSE(view.xids.front().meaning.known);
  EXPECT_EQ(grounds_for_return(view.xids.front().meaning), ReturnGrounds::if_confirmed);
}

TEST(CataloguePages, WhatIsNoIdIsRefused) {
  for (const char* word : {"", "below", "Below-Limit", "xid:", "xid:x", "xid:-1", "xid:79 "})
    EXPECT_THROW((void)one_of_catalogue(word), InputError) << word;
}

TEST(XidEntries, BlameNoGpuForWhatProgramsDid) {
  for (const XidEntry& entry : xid_entries())
    if (entry.meaning.xid_class == XidClass::application) {
      EXPECT_EQ(grounds_for_return(entry.meaning), ReturnGrounds::no) << entry.first;
    }
  EXPECT_EQ(grounds_for_return(xid_meaning(165)), ReturnGrounds::yes);
  EXPECT_EQ(grounds_for_return(xid_meaning(63)), ReturnGrounds::no);
}

}  // namespace
}  // namespace assay
