#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "core/stats.hpp"
#include "reports/profile/fields.hpp"
#include "reports/profile/read.hpp"

namespace assay {
namespace {

using yaml::Fields;

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

/// 2026, 2026-11 or 2026-11-21: some pages do not say more.
bool is_date(std::string_view text) {
  constexpr std::string_view form = "0000-00-00";
  constexpr std::array<std::size_t, 3> lengths{4, 7, 10};
  if (std::find(lengths.begin(), lengths.end(), text.size()) == lengths.end()) return false;
  return std::equal(text.begin(), text.end(), form.begin(), [](char letter, char wanted) {
    return wanted == '0' ? is_digit(letter) : letter == wanted;
  });
}

void check(const Fields& fields, const Source& origin) {
  if (!origin.url.empty() && !origin.url.starts_with("https://") &&
      !origin.url.starts_with("http://"))
    fields.refuse("url", "must start with https:// or http://; other sources go into text");
  if (!origin.date.empty() && !is_date(origin.date))
    fields.refuse("date", "'" + origin.date + "' is no date: write 2026, 2026-11 or 2026-11-21");
  if (!origin.statistic.empty() && origin.statistic != "droop" &&
      !statistic(Samples{}, origin.statistic))
    fields.refuse("statistic", "'" + origin.statistic +
                                   "' is none of min, p01, p05, p50, p95, p99, max, mean, droop");
  constexpr std::array<std::string_view, 3> words{"high", "medium", "low"};
  if (!origin.confidence.empty() &&
      std::find(words.begin(), words.end(), origin.confidence) == words.end())
    fields.refuse("confidence", "is none of high, medium, low");
}

void read_parts(const Fields& fields, const std::string& source, Source& origin) {
  origin.url = fields.text("url", origin.url);
  origin.text = fields.text("text", origin.text);
  origin.statistic = fields.text("statistic", origin.statistic);
  origin.confidence = fields.text("confidence", origin.confidence);
  if (const auto samples = fields.integer("samples")) origin.samples = samples;
  if (const auto figure = fields.threshold("figure")) origin.figure = figure;
  if (const yaml::Value* date = fields.find("date"))
    origin.date = yaml::word(*date, source, fields.name_of("date"));
  check(fields, origin);
}

std::string joined(const std::string& shared, const std::string& own) {
  return shared.empty() || own.empty() ? shared + own : shared + "; " + own;
}

std::string one_line(const Source& origin) {
  std::string line;
  const auto add = [&line](std::string_view what, const std::string& text) {
    if (!text.empty()) line += fmt::format("{}{}{}", line.empty() ? "" : ", ", what, text);
  };
  add("", origin.url);
  add("", origin.text);
  add("figure ", origin.figure ? origin.figure->text : "");
  add("statistic ", origin.statistic);
  add("samples ", origin.samples ? std::to_string(*origin.samples) : "");
  add("date ", origin.date);
  add("confidence ", origin.confidence);
  return line;
}

}  // namespace

Sources read_sources(const yaml::Value& value, const std::string& source) {
  const Fields all(value, source, "sources");
  Sources sources;
  for (const yaml::Value& one : all.all()) {
    const Fields fields(one, source, all.name_of(one.key),
                        {"url", "text", "statistic", "samples", "date", "confidence"});
    read_parts(fields, source, sources[one.key]);
  }
  return sources;
}

void read_source(const yaml::Value& value, const std::string& source, const std::string& name,
                 const Sources& sources, Limit& limit) {
  const Fields fields(
      value, source, name,
      {"from", "url", "text", "figure", "statistic", "samples", "date", "confidence"});
  if (const yaml::Value* from = fields.find("from")) {
    const auto found = sources.find(yaml::word(*from, source, fields.name_of("from")));
    if (found == sources.end()) fields.refuse("from", "'" + from->text + "' is not in `sources`");
    limit.origin = found->second;
  }
  const std::string shared = std::exchange(limit.origin.text, "");
  read_parts(fields, source, limit.origin);
  limit.origin.text = joined(shared, limit.origin.text);
  limit.source = one_line(limit.origin);
}

}  // namespace assay
