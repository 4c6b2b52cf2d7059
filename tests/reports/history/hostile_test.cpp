#include <random>

#include "reports/history/questions.hpp"
#include "tests/reports/history/backend.hpp"

namespace assay::history {
namespace {

/// As condense() hands it over: what comes from a report is storable.
Entry hostile_entry(const std::string& raw, NightNumber night) {
  const std::string text = storable(raw);  // once: a UUID of 10 MB takes a while
  Entry entry = small_entry(text, night);
  entry.run = "run " + text;
  entry.setup = {{text, text}};
  entry.place = {.rack = text, .owner = text};
  entry.devices[1].key = "uuid " + text;
  entry.devices[1].serial = storable("serial " + text);
  entry.metrics[0].params = text;
  entry.metrics[0].part = text;
  entry.troubles = {
      {.device = 1, .test = text, .part = text, .outcome = Outcome::failed, .reason = text}};
  entry.content = content_id(text);
  return entry;
}

TEST_P(OnBackend, HostileTextIsDataAndNothingElse) {
  std::string long_quotes;
  long_quotes.resize(10'000'000, '\'');
  const std::vector<std::string> texts{
      "'; DROP TABLE reading; --",
      "\"); DELETE FROM run; --",
      "a\nb\r\n\\N\t\\.",
      "\\.\n",
      std::string("nul\0inside", 10),
      ":host $1 ? %s {}",
      "\xFF\xFE\x80 broken",
      "=cmd()|'/C calc'!A0",
      long_quotes,
      "\xE2\x80\xAE right to left",
  };
  NightNumber night = 20'000;
  for (const std::string& text : texts)
    EXPECT_EQ(ingest_all(url(), {hostile_entry(text, ++night)}), Ingest::Added::added);
  EXPECT_EQ(ask("SELECT count(*) FROM run"), static_cast<std::int64_t>(texts.size()));
  EXPECT_EQ(ask("SELECT count(*) FROM reading"), 3 * static_cast<std::int64_t>(texts.size()));
  History history(url(), Access::read);
  for (const std::string& raw : texts) {
    const auto node = node_history(history, raw);
    ASSERT_TRUE(node);
    const std::string text = node->host;
    EXPECT_EQ(text, storable(raw));
    ASSERT_EQ(node->runs.size(), 1U);
    EXPECT_EQ(node->runs[0].setup.at(text), text);
    ASSERT_EQ(node->troubles.size(), 1U);
    EXPECT_EQ(node->troubles[0].reason, text);
    const auto devices = device_history(history, "serial " + text);
    ASSERT_EQ(devices.size(), 1U);
    EXPECT_EQ(devices[0].stays.at(0).seat.rack, text);
  }
  EXPECT_FALSE(node_history(history, "' OR '1'='1"));
  EXPECT_TRUE(device_history(history, "' OR ''='").empty());
}

TEST_P(OnBackend, AnyBytesComeBack) {
  std::mt19937 random(11);
  std::vector<std::string> texts;
  std::vector<Entry> entries;
  for (int i = 0; i < 60; ++i) {
    std::string text = std::to_string(i) + ' ';
    for (std::size_t n = random() % 400; n > 0; --n) text += static_cast<char>(random());
    texts.push_back(text);
    entries.push_back(hostile_entry(text, 20'000 + i));
  }
  ingest_all(url(), entries);
  History history(url(), Access::read);
  for (const std::string& text : texts) ASSERT_TRUE(node_history(history, text));
  EXPECT_EQ(ask("SELECT count(*) FROM run"), 60);
}

}  // namespace
}  // namespace assay::history
