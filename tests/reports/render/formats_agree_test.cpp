#include <gmock/gmock.h>

#include "core/error.hpp"
#include "reports/catalogue/reason_id.hpp"
#include "reports/render.hpp"
#include "tests/reports/render/parsed.hpp"
#include "tests/reports/render/samples.hpp"

namespace assay {
namespace {

/// What the judgement itself says.
Stated truth(const std::vector<Judgement>& judgements) {
  Stated stated;
  for (const Judgement& node : judgements) {
    stated.nodes[node.node] = std::string(name(node.verdict));
    for (const Reason& reason : node.reasons)
      stated.add({.node = node.node,
                  .verdict = std::string(name(reason.verdict)),
                  .id = reason.id,
                  .limit = limit_of(reason.test, reason.metric),
                  .subject = reason.subject});
  }
  return stated;
}

class EveryFormat : public testing::TestWithParam<std::string> {};

TEST_P(EveryFormat, StatesTheVerdictsOfTheJudgement) {
  std::mt19937 random(1);
  std::vector<std::vector<Judgement>> fleets{sample_judgements(), {}};
  for (int i = 0; i < 300; ++i) fleets.push_back(random_judgements(random));
  for (const auto& fleet : fleets) {
    for (const bool verbose : {false, true}) {
      const std::string document = render(GetParam(), fleet, {.verbose = verbose});
      const Stated stated = read_back(GetParam(), document);
      const Stated expected = truth(fleet);
      EXPECT_EQ(stated.nodes, expected.nodes) << document;
      ASSERT_EQ(stated.reasons, expected.reasons) << document;
    }
  }
}

/// Nodes with every reason of the catalogue; few each, for the page of a fleet keeps a node's
/// worst.
std::vector<Judgement> everything_wrong() {
  constexpr std::size_t each = 10;
  std::vector<Judgement> fleet;
  for (const ReasonTopic& topic : kReasonTopics)
    for (std::size_t i = 0; i < topic.kinds.size(); ++i) {
      const ReasonKind& kind = topic.kinds[i];
      if (i % each == 0) fleet.push_back({.node = "node-" + std::to_string(fleet.size())});
      fleet.back().reasons.push_back({.id = std::string(kind.id),
                                      .verdict = kind.verdict,
                                      .subject = "gpu 1",
                                      .test = "memory.read",
                                      .metric = "bandwidth",
                                      .text = std::string(kind.meaning)});
      fleet.back().verdict = fleet.back().reasons.front().verdict;  // worst first
    }
  return fleet;
}

TEST_P(EveryFormat, HasTheIdOfEveryReasonThereIs) {
  const std::vector<Judgement> fleet = everything_wrong();
  EXPECT_EQ(read_back(GetParam(), render(GetParam(), fleet, {})).reasons, truth(fleet).reasons);
  for (const Judgement& node : fleet)  // alone, a node has a page of its own
    EXPECT_EQ(read_back(GetParam(), render(GetParam(), {node}, {})).reasons, truth({node}).reasons);
}

TEST_P(EveryFormat, NoNumberThatIsNone) {
  std::vector<Judgement> fleet = sample_judgements();
  for (Reason& reason : fleet[0].reasons)
    reason.measured = reason.limit = reason.margin = std::nan("");
  for (Check& check : fleet[0].checks) check.measured = check.peak = HUGE_VAL;
  std::string document = render(GetParam(), fleet, {.verbose = true});
  const Stated stated = read_back(GetParam(), document);
  if (GetParam() == "html") document = html_data(document);  // the rest are its scripts
  EXPECT_EQ(stated.nodes.at("node-0003"), "fail");
  for (const char* number : {"nan", "NaN", "inf ", "inf,", "Infinity", "null"})
    EXPECT_THAT(document, testing::Not(testing::HasSubstr(number)));
}

INSTANTIATE_TEST_SUITE_P(Render, EveryFormat, testing::ValuesIn(formats()),
                         [](const auto& format) { return format.param; });

TEST(Formats, AreThoseOfTheContract) {
  EXPECT_THAT(formats(),
              testing::IsSupersetOf({"text", "json", "jsonl", "junit", "markdown", "csv"}));
}

TEST(Formats, AnUnknownOneListsThoseThereAre) {
  try {
    (void)render("xml", {}, {});
    FAIL() << "there is no such format";
  } catch (const InputError& error) {
    for (const std::string& format : formats())
      EXPECT_THAT(error.what(), testing::HasSubstr(format));
  }
}

}  // namespace
}  // namespace assay
