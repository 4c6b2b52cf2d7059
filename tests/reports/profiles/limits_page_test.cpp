#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "reports/profile.hpp"

namespace assay::test {
namespace {

constexpr const char* kPage = ASSAY_SOURCE_DIR "/docs/limits.md";

std::string text_of(const std::optional<Threshold>& threshold) {
  return threshold ? threshold->text : "";
}

std::string either(const std::optional<Threshold>& floor, const std::optional<Threshold>& roof) {
  if (floor) return "< " + floor->text;
  return roof ? "> " + roof->text : "";
}

/// "Azure/AI-benchmarking-guide" of https://github.com/Azure/AI-benchmarking-guide/blob/...
std::string name_of_page(const std::string& url) {
  constexpr std::string_view scheme = "https://";
  const std::size_t owner = url.find('/', scheme.size()) + 1;
  return url.substr(owner, url.find('/', url.find('/', owner) + 1) - owner);
}

std::string source_of(const Limit& limit) {
  const Source& origin = limit.origin;
  if (origin.url.empty()) return limit.source;
  return "[" + name_of_page(origin.url) + "](" + origin.url + ") " + origin.date + ": " +
         origin.text;
}

std::string text_of(const std::string& key, const ParamValue& value) {
  constexpr std::int64_t gib = std::int64_t{1} << 30;
  if (const auto* word = std::get_if<std::string>(&value)) return key + " " + *word;
  if (const auto* yes = std::get_if<bool>(&value)) return (*yes ? "" : "not ") + key;
  if (const auto* number = std::get_if<double>(&value)) return key + " " + std::to_string(*number);
  const std::int64_t whole = std::get<std::int64_t>(value);
  if (key == "bytes" && whole % gib == 0) return std::to_string(whole / gib) + " GiB";
  return key + " " + std::to_string(whole);
}

/// What is judged: under which conditions, and how it must have come about.
std::string subject_of(const Limit& limit) {
  std::string text = limit.test + "." + limit.metric;
  for (const auto& [key, value] : limit.when) text += ", " + text_of(key, value);
  for (const auto& [key, words] : limit.expect) {
    text += ", " + key;
    for (const std::string& word : words) text += " " + word;
  }
  return text;
}

std::string row(const Limit& limit) {
  const Source& origin = limit.origin;
  std::string figure = text_of(origin.figure);
  if (!origin.statistic.empty()) figure += (figure.empty() ? "" : ", ") + origin.statistic;
  if (origin.samples) figure += " of " + std::to_string(*origin.samples);
  std::string out = "|";
  for (const std::string& cell :
       {subject_of(limit), limit.each, limit.level,
        limit.statistic.empty() ? "as read" : limit.statistic,
        either(limit.at_least, limit.at_most), either(limit.warn_below, limit.warn_above),
        text_of(limit.implausible_above), figure, origin.confidence, source_of(limit)})
    out += " " + cell + " |";
  return out + "\n";
}

std::string table(const Profile& profile) {
  std::string out =
      "\n## " + profile.name + "\n\n" + profile.describes +
      "\n\n| metric | each | level | judged | fails | warns | unknown above | the source "
      "gives | confidence | source |\n| --- | --- | --- | --- | --- | --- | --- | --- | "
      "--- | --- |\n";
  for (const Limit& limit : profile.limits)
    if (limit.at.starts_with(profile.name + ".yaml:")) out += row(limit);
  return out;
}

std::string page() {
  std::string out =
      "# Every shipped limit and where it comes from\n\n"
      "Written from `reports/profiles/*.yaml` by `limits_page_test`, which fails where the two "
      "differ;\n"
      "`ASSAY_UPDATE_GOLDEN=1` writes it anew. What `integrity` demands of any machine is "
      "demanded\n"
      "of these, too. None of these figures has been measured by us. How a source's figure becomes "
      "a\n"
      "limit, and what to do when one is missed: [acceptance](acceptance.md). Why one source was\n"
      "taken and another was not: the comments of each file.\n";
  for (const std::string& name : shipped_profiles())
    if (name != "integrity") out += table(load_profile(name));
  return out;
}

TEST(LimitsPage, SaysWhatTheProfilesSay) {
  if (std::getenv("ASSAY_UPDATE_GOLDEN") != nullptr)  // NOLINT(concurrency-mt-unsafe)
    std::ofstream(kPage) << page();
  std::stringstream written;
  written << std::ifstream(kPage).rdbuf();
  EXPECT_EQ(written.str(), page()) << "if this is meant: ASSAY_UPDATE_GOLDEN=1";
}

}  // namespace
}  // namespace assay::test
