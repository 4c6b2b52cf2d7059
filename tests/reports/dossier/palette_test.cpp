// Contrast of the colours in style.css, by WCAG 2.1, before any browser looks at a page.
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <regex>
#include <utility>

#include "reports/dossier/html_page.hpp"

namespace assay {
namespace {

using Colours = std::map<std::string, std::string>;

/// Light ones first, then the dark ones.
std::vector<Colours> palettes() {
  const std::string css(page_part("style.css"));
  static const std::regex kColour("--([a-z-]+): #([0-9a-f]{6});");
  const std::size_t dark = css.find("@media (prefers-color-scheme: dark)");
  std::vector<Colours> found(2);
  for (std::sregex_iterator at(css.begin(), css.end(), kColour); at != std::sregex_iterator(); ++at)
    found[std::cmp_less(at->position(), dark) ? 0 : 1][(*at)[1]] = (*at)[2];
  return found;
}

double luminance(const std::string& hex) {
  const auto channel = [&](std::size_t at) {
    const double c = std::stoi(hex.substr(at, 2), nullptr, 16) / 255.0;
    return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4);
}

double contrast(const std::string& a, const std::string& b) {
  const double x = luminance(a);
  const double y = luminance(b);
  return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

TEST(Palette, FormulaIsTheStandards) {
  EXPECT_NEAR(contrast("000000", "ffffff"), 21, 1e-9);
  EXPECT_NEAR(contrast("777777", "ffffff"), 4.48, 0.01);
}

TEST(Palette, TextIsReadableOnEveryGround) {
  for (const Colours& colours : palettes()) {
    ASSERT_GT(colours.size(), 20U);
    for (const char* ink : {"ink", "soft", "accent"})
      for (const char* ground : {"paper", "ground", "well"})
        EXPECT_GE(contrast(colours.at(ink), colours.at(ground)), 4.5) << ink << " on " << ground;
    for (const std::string verdict : {"pass", "warn", "unknown", "fail"}) {
      EXPECT_GE(contrast(colours.at(verdict), colours.at(verdict + "-tint")), 4.5) << verdict;
      EXPECT_GE(contrast(colours.at(verdict), colours.at("paper")), 4.5) << verdict;
    }
    EXPECT_GE(contrast(colours.at("on-accent"), colours.at("accent")), 4.5);
  }
}

TEST(Palette, MarksStandOut) {
  for (const Colours& colours : palettes())
    for (const char* mark : {"fail-mark", "unknown-mark", "strong"})
      EXPECT_GE(contrast(colours.at(mark), colours.at("paper")), 3) << mark;
}

}  // namespace
}  // namespace assay
