#include "reports/importers/superbench/criterion.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <random>
#include <string>

namespace assay {
namespace {

using testing::ElementsAre;

struct Documented {
  const char* text;
  CriterionSubject subject;
  CriterionOp op;
  double number;
};

TEST(Criterion, ReadsTheDocumentedForms) {
  using Subject = CriterionSubject;
  for (const auto& [text, subject, op, number] : std::to_array<Documented>({
           {"lambda x:x>0.05", Subject::value, CriterionOp::more, 0.05},
           {"lambda x:x<-0.05", Subject::value, CriterionOp::less, -0.05},
           {"lambda x: x < -.05", Subject::value, CriterionOp::less, -0.05},
           {"lambda value:value>=1e3", Subject::value, CriterionOp::at_least, 1000},
           {" lambda  x : x <= 0 ", Subject::value, CriterionOp::at_most, 0},
           {"lambda x:x!=0", Subject::value, CriterionOp::unequal, 0},
           {"lambda x:bool(x==1)", Subject::value, CriterionOp::equal, 1},
           {"lambda x:True if x>2 else False", Subject::value, CriterionOp::more, 2},
           {R"(lambda label:bool(label["a"]+label["b"]>=2))", Subject::violations,
            CriterionOp::at_least, 2},
           {R"(lambda label:True if label['a']>0 else False)", Subject::violations,
            CriterionOp::more, 0},
           {R"(lambda l:bool(min(l["a"].values())/max(l["a"].values())<0.95))", Subject::spread,
            CriterionOp::less, 0.95},
       })) {
    const auto criterion = parse_criterion(text);
    ASSERT_TRUE(criterion) << text;
    EXPECT_EQ(criterion->subject, subject) << text;
    EXPECT_EQ(criterion->op, op) << text;
    EXPECT_EQ(criterion->number, number) << text;
    EXPECT_FALSE(criterion->never) << text;
  }
}

TEST(Criterion, NamesTheRulesOfASum) {
  const auto criterion =
      parse_criterion(R"(lambda label: label["mem"] + label['kernel launch'] + label["x"] > 1)");
  ASSERT_TRUE(criterion);
  EXPECT_THAT(criterion->rules, ElementsAre("mem", "kernel launch", "x"));
}

TEST(Criterion, NeverIsFalseAlone) {
  const auto criterion = parse_criterion("lambda x:False");
  ASSERT_TRUE(criterion);
  EXPECT_TRUE(criterion->never);
  EXPECT_FALSE(criterion->violated_by(0));
  EXPECT_FALSE(parse_criterion("lambda x:True"));
  EXPECT_FALSE(parse_criterion("lambda x:False or x"));
}

TEST(Criterion, RefusesEverythingElseThatPythonCouldRun) {
  for (const char* text : {
           "",
           "lambda",
           "lambda x",
           "lambda x:",
           "lambda x:x",
           "lambda x:x>",
           "x>0.05",
           "lambda x:y>0",
           "lambda x:x>y",
           "lambda x:x>0.05 or x<-0.05",
           "lambda x:0<x",
           "lambda x:0<x<1",
           "lambda x:x>0;print(1)",
           "lambda x:x>0)",
           "lambda x:(x>0",
           "lambda x:x>inf",
           "lambda x:x>nan",
           "lambda x:x>1e999",
           "lambda x:x>0x10",
           "lambda x:x>1_000",
           "lambda x:x>--1",
           "lambda x:x>+1",
           "lambda x:x<>1",
           "lambda x:x=1",
           "lambda x:abs(x)>0.05",
           "lambda x:__import__('os').system('true')",
           R"([print("ran"), lambda x:False][1])",
           R"((lambda x:x>0)(1))",
           "lambda *x:x>0",
           "lambda x,y:x>0",
           "lambda x=1:x>0",
           "lambda 1:1>0",
           "lambdax:x>0",
           R"(lambda label:label["a"])",
           R"(lambda label:label["a"]-label["b"]>0)",
           R"(lambda label:label["a"]+other["b"]>0)",
           R"(lambda label:label["a"+"b"]>0)",
           R"(lambda label:label["a\"]>0)",
           R"(lambda label:label[0]>0)",
           R"(lambda label:min(label["a"].values())/max(label["b"].values())<0.9)",
           R"(lambda label:max(label["a"].values())/min(label["a"].values())>1.1)",
           R"(lambda label:min(label["a"].keys())/max(label["a"].keys())<0.9)",
           "lambda x:bool(x>0)()",
           "lambda x:bool(bool(x>0))",
           "lambda x:True if x>0 else True",
           "lambda x:exec('x')>0",
       })
    EXPECT_FALSE(parse_criterion(text)) << text;
}

/// No piece of a criterion is one, and no byte of one may be another without changing what it says.
TEST(Criterion, CutOrScratchedItIsAnotherOrNone) {
  const std::string text = R"(lambda label:bool(label["a"]+label["b"]>=2))";
  for (std::size_t length = 0; length < text.size(); ++length)
    EXPECT_FALSE(parse_criterion(text.substr(0, length))) << length;
  std::mt19937 dice(7);  // NOLINT(cert-msc32-c,cert-msc51-cpp)
  std::uniform_int_distribution<std::size_t> place(0, text.size() - 1);
  std::uniform_int_distribution<int> byte(0, 255);
  for (int i = 0; i < 5000; ++i) {
    std::string scratched = text;
    scratched[place(dice)] = static_cast<char>(byte(dice));
    const auto criterion = parse_criterion(scratched);
    if (criterion) {
      EXPECT_EQ(criterion->rules.size(), 2U) << scratched;
    }
  }
}

TEST(Criterion, ComparesAsItsSignSays) {
  std::mt19937 dice(11);  // NOLINT(cert-msc32-c,cert-msc51-cpp)
  std::uniform_int_distribution<int> small(-3, 3);
  for (int i = 0; i < 2000; ++i) {
    const double x = small(dice);
    const double n = small(dice);
    const auto holds = [&](CriterionOp op) {
      return Criterion{CriterionSubject::value, {}, op, n}.violated_by(x);
    };
    EXPECT_EQ(holds(CriterionOp::less), x < n);
    EXPECT_EQ(holds(CriterionOp::more), x > n);
    EXPECT_EQ(holds(CriterionOp::equal), x == n);
    for (const CriterionOp op : {CriterionOp::less, CriterionOp::at_most, CriterionOp::more,
                                 CriterionOp::at_least, CriterionOp::equal, CriterionOp::unequal}) {
      EXPECT_NE(holds(op), holds(opposite(op)));
      EXPECT_EQ(opposite(opposite(op)), op);
      const auto written = parse_criterion("lambda x:x" + std::string(symbol(op)) +
                                           std::to_string(static_cast<int>(n)));
      ASSERT_TRUE(written);
      EXPECT_EQ(written->op, op);
      EXPECT_EQ(written->number, n);
    }
  }
  EXPECT_FALSE((Criterion{CriterionSubject::value, {}, CriterionOp::unequal, 0})
                   .violated_by(std::numeric_limits<double>::quiet_NaN()));
}

}  // namespace
}  // namespace assay
