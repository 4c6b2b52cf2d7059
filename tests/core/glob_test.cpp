#include "core/glob.hpp"

#include <gtest/gtest.h>

#include <string>

#include "core/philox.hpp"

namespace assay {
namespace {

TEST(Glob, Examples) {
  EXPECT_TRUE(glob_matches("*", ""));
  EXPECT_TRUE(glob_matches("memory.*", "memory.read"));
  EXPECT_TRUE(glob_matches("*.stream_?opy", "memory.stream_copy"));
  EXPECT_TRUE(glob_matches("a*b*c", "a-bb-b-c"));
  EXPECT_FALSE(glob_matches("memory", "memory.read"));
  EXPECT_FALSE(glob_matches("", "x"));
  EXPECT_FALSE(glob_matches("?", ""));
  EXPECT_FALSE(glob_matches("a*b", "a*bc"));
}

/// The definition, by trying everything.
bool slowly(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) return text.empty();
  if (pattern[0] == '*')
    return slowly(pattern.substr(1), text) || (!text.empty() && slowly(pattern, text.substr(1)));
  return !text.empty() && (pattern[0] == '?' || pattern[0] == text[0]) &&
         slowly(pattern.substr(1), text.substr(1));
}

TEST(Glob, AgreesWithItsDefinition) {
  std::uint64_t drawn = 0;
  const auto word = [&](const std::string& letters) {
    std::string text;
    for (std::uint64_t n = random_bits(7, drawn++) % 8; n > 0; --n)
      text += letters[random_bits(7, drawn++) % letters.size()];
    return text;
  };
  for (int i = 0; i < 20000; ++i) {
    const std::string pattern = word("ab*?");
    const std::string text = word("ab");
    EXPECT_EQ(glob_matches(pattern, text), slowly(pattern, text)) << pattern << " " << text;
  }
}

TEST(Glob, DoesNotExplode) {
  std::string pattern;
  for (int i = 0; i < 200; ++i) pattern += "*a";
  EXPECT_FALSE(glob_matches(pattern + "b", std::string(5000, 'a')));
}

TEST(Glob, KnowsItsWildcards) {
  EXPECT_TRUE(has_wildcard("memory.*"));
  EXPECT_TRUE(has_wildcard("gpu?"));
  EXPECT_FALSE(has_wildcard("memory.read"));
}

}  // namespace
}  // namespace assay
