#include "reports/importers/common/log_text.hpp"

#include <gmock/gmock.h>

#include <random>

namespace assay {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<std::string> texts(const LogText& text) {
  std::vector<std::string> all;
  all.reserve(text.lines.size());
  for (const LogLine& line : text.lines) all.push_back(line.text);
  return all;
}

LogText read(const std::string& text) { return read_text({"a.log", text}); }

TEST(LogText, HasLinesHoweverTheyEnd) {
  for (const char* text : {"one\ntwo\n", "one\r\ntwo\r\n", "one\ntwo", "\xEF\xBB\xBFone\ntwo\n"}) {
    const LogText found = read(text);
    EXPECT_THAT(texts(found), ElementsAre("one", "two")) << text;
    EXPECT_THAT(found.unread, IsEmpty());
    EXPECT_EQ(found.lines[1].number, 2U);
  }
  EXPECT_TRUE(read("one\ntwo").ends_mid_line);
  EXPECT_FALSE(read("one\ntwo\n").ends_mid_line);
  EXPECT_THAT(read("").lines, IsEmpty());
}

/// A progress bar begins its line anew: every piece is a line, with the number of the whole.
TEST(LogText, KeepsThePiecesBetweenCarriageReturns) {
  const LogText found = read("\r10 %\r50 %\r\n\n\r100 %\ndone");
  EXPECT_THAT(texts(found), ElementsAre("10 %", "50 %", "", "100 %", "done"));
  EXPECT_EQ(found.lines[1].number, 1U);
  EXPECT_EQ(found.lines[3].number, 3U);
}

std::string utf16(const std::u16string& text, bool big) {
  std::string bytes;
  for (const char16_t unit : u"\xFEFF" + text) {
    const char high = static_cast<char>(unit >> 8U);
    const char low = static_cast<char>(unit & 0xFFU);
    bytes += big ? high : low;
    bytes += big ? low : high;
  }
  return bytes;
}

TEST(LogText, IsDecodedFromUtf16) {
  const std::u16string text = u"GPU 0: 37 \u00B0C \u2265 \U0001F525\nlast\r\n";
  for (const bool big : {false, true}) {
    const LogText found = read(utf16(text, big));
    EXPECT_THAT(texts(found), ElementsAre("GPU 0: 37 \xC2\xB0"
                                          "C \xE2\x89\xA5 \xF0\x9F\x94\xA5",
                                          "last"));
    EXPECT_THAT(found.unread, IsEmpty());
    EXPECT_THAT(read(utf16(text, big) + "x").unread,
                ElementsAre(HasSubstr("a.log: UTF-16 that ends in the middle")));
  }
  const std::u16string alone{u'a', 0xD800, u'b', 0xDC00};
  EXPECT_THAT(texts(read(utf16(alone, false))), ElementsAre("a\xEF\xBF\xBD"
                                                            "b\xEF\xBF\xBD"));
}

TEST(LogText, NamesWhatItLeavesOut) {
  const std::string nul("one\ntw\0o\nthree\n", 14);
  EXPECT_THAT(texts(read(nul)), ElementsAre("one", "three"));
  EXPECT_THAT(read(nul).unread, ElementsAre("a.log:2: a line with NUL bytes"));
  EXPECT_EQ(read(nul).lines[1].number, 3U);
  const std::string longest(kLongestLine, 'x');
  EXPECT_THAT(read("a\n" + longest + "\nb\n").unread, IsEmpty());
  const LogText found = read("a\n" + longest + "x\nb\n");
  EXPECT_THAT(texts(found), ElementsAre("a", "b"));
  EXPECT_THAT(found.unread, ElementsAre(HasSubstr("a.log:2: a line of 65537 bytes")));
}

/// All bytes stand in a line or in a line that is named: none is lost unseen.
TEST(LogText, LosesNothingUnseen) {
  std::mt19937 random(1);
  for (int i = 0; i < 3000; ++i) {
    std::string bytes(random() % 60, '\0');
    constexpr std::string_view letters("ab\n\r \0\t", 7);
    for (char& c : bytes) c = letters[random() % letters.size()];
    const LogText found = read(bytes);
    std::size_t kept = 0;
    for (const LogLine& line : found.lines) kept += line.text.size();
    std::size_t all = 0;
    for (const char c : bytes) all += c != '\n' && c != '\r' ? 1 : 0;
    if (found.unread.empty()) {
      EXPECT_EQ(kept, all) << i;
    } else {
      EXPECT_NE(bytes.find('\0'), std::string::npos) << i;
    }
  }
}

}  // namespace
}  // namespace assay
