#include "reports/render/plain.hpp"

#include <gtest/gtest.h>

#include <random>

#include "reports/render/utf8.hpp"
#include "tests/reports/render/samples.hpp"

namespace assay {
namespace {

std::string random_bytes(std::mt19937& random) {
  std::string bytes(random() % 40, ' ');
  for (char& byte : bytes) byte = static_cast<char>(random());
  return bytes;
}

bool is_safe(const std::string& text) {
  bool safe = true;
  for_each_character(text, [&](const Character& character, std::string_view) {
    const char32_t code = character.code;
    safe = safe && character.valid && code >= 0x20 && (code < 0x7F || code > 0x9F) &&
           (code < 0x200B || code > 0x200F) && (code < 0x2028 || code > 0x202E) &&
           (code < 0x2060 || code > 0x206F) && code != 0xFEFF && code != 0xFFFE && code != 0xFFFF;
  });
  return safe;
}

TEST(Plain, NothingThatMovesTheCursorOrTurnsTheTextIsLeft) {
  for (const std::string& text : hostile_texts()) EXPECT_TRUE(is_safe(plain(text))) << plain(text);
  std::mt19937 random(1);
  for (int i = 0; i < 2000; ++i) EXPECT_TRUE(is_safe(plain(random_bytes(random))));
}

TEST(Plain, SaysWhatWasThere) {
  EXPECT_EQ(plain("a\nb\tc\rd"), "a\\nb\\tc\\rd");
  EXPECT_EQ(plain("\x1b[31m"), "\\x1B[31m");
  EXPECT_EQ(plain("\u202Eevil"), "\\u202Eevil");
  EXPECT_EQ(plain("\xFF"), "\\xFF");
  EXPECT_EQ(plain("\xC2\x9B"), "\\u009B");
}

TEST(Plain, OrdinaryTextStays) {
  for (const std::string text : {"node-0001", "Größe", "日本語", "naïve 🙂", ""})
    EXPECT_EQ(plain(text), text);
}

TEST(Plain, OnceIsEnough) {
  std::mt19937 random(2);
  for (int i = 0; i < 500; ++i) {
    const std::string once = plain(random_bytes(random));
    EXPECT_EQ(plain(once), once);
  }
}

TEST(Plain, CutTextFitsAndIsAPrefix) {
  std::mt19937 random(3);
  std::vector<std::string> texts = hostile_texts();
  for (int i = 0; i < 500; ++i) texts.push_back(random_bytes(random));
  texts.emplace_back(1U << 20U, 'x');
  std::string marks = "e";
  for (int i = 0; i < 5000; ++i) marks += "\u0301";
  texts.push_back(marks + "end");
  for (const std::string& text : texts) {
    for (const std::size_t limit : {0U, 1U, 2U, 7U, 30U}) {
      const std::string cut = plain(text, limit);
      EXPECT_LE(columns(cut), limit);
      const std::string whole = plain(text);
      if (cut == whole || limit == 0) continue;
      ASSERT_TRUE(cut.ends_with("…"));
      EXPECT_TRUE(whole.starts_with(cut.substr(0, cut.size() - std::string("…").size())));
    }
  }
}

TEST(Utf8, RefusesWhatRfc3629Forbids) {
  for (const std::string text :
       {"\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF0\x80\x80\x80",
        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\x80", "\xE2\x82", "\xFE"})
    EXPECT_FALSE(first_character(text).valid) << plain(text);
}

TEST(Utf8, ReadsEveryCharacterThereIs) {
  for (char32_t code = 1; code <= 0x10FFFF; code += 7) {
    if (code >= 0xD800 && code <= 0xDFFF) continue;
    std::string bytes;
    const auto put = [&](char32_t byte) { bytes += static_cast<char>(byte); };
    if (code < 0x80) {
      put(code);
    } else if (code < 0x800) {
      put(0xC0 | (code >> 6));
      put(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
      put(0xE0 | (code >> 12));
      put(0x80 | ((code >> 6) & 0x3F));
      put(0x80 | (code & 0x3F));
    } else {
      put(0xF0 | (code >> 18));
      put(0x80 | ((code >> 12) & 0x3F));
      put(0x80 | ((code >> 6) & 0x3F));
      put(0x80 | (code & 0x3F));
    }
    const Character read = first_character(bytes + "x");
    ASSERT_TRUE(read.valid);
    ASSERT_EQ(read.code, code);
    ASSERT_EQ(read.bytes, bytes.size());
  }
}

TEST(Utf8, WhatIsNotIsReplaced) {
  EXPECT_EQ(valid_utf8("a\xFFz"), "a\xEF\xBF\xBDz");
  EXPECT_EQ(valid_utf8("日本"), "日本");
}

}  // namespace
}  // namespace assay
