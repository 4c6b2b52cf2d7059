#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>

#include "reports/render/lines.hpp"
#include "reports/render/plain.hpp"
#include "reports/render/renderer.hpp"

namespace assay {
namespace {

// RFC 4180: CRLF ends a record, a quote inside quotes is doubled.

bool begins_a_formula(std::string_view text) {
  return !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
}

/// A spreadsheet runs what begins like a formula, so such text gets an apostrophe; numbers are
/// written by number() and never come here.
std::string cell(const std::string& text) {
  // A full-width = is one, too, for some programs; plain() has already taken out what is invisible.
  std::string out = begins_a_formula(text) ? "'" + plain(text) : plain(text);
  if (out.starts_with("＝")) out.insert(0, "'");
  if (out.find_first_of("\",;\r\n") == std::string::npos) return out;
  for (std::size_t at = 0; (at = out.find('"', at)) != std::string::npos; at += 2)
    out.insert(at, "\"");
  return '"' + out + '"';
}

/// The shortest decimal that reads back as the same double.
std::string number(std::optional<double> value) {
  return value && std::isfinite(*value) ? fmt::format("{}", *value) : "";
}

std::string record(const std::vector<std::string>& cells) {
  std::string out;
  for (const std::string& text : cells) out += (out.empty() ? "" : ",") + text;
  return out + "\r\n";
}

std::string record(const Judgement& judgement, const Reason& line) {
  return record({cell(judgement.node), std::string(name(judgement.verdict)),
                 std::string(name(line.verdict)), cell(line.id), cell(line.subject),
                 cell(line.test), cell(line.metric), number(line.measured), cell(line.op),
                 number(line.limit), number(line.margin),
                 line.unit ? std::string(symbol(*line.unit)) : "", cell(line.source),
                 cell(line.text), cell(judgement.profile), cell(judgement.report)});
}

std::string csv(const std::vector<Judgement>& judgements, const RenderOptions& options) {
  std::string out =
      "node,node_verdict,verdict,id,subject,test,metric,measured,op,limit,margin,unit,source,text,"
      "profile,report\r\n";
  for (const Judgement& judgement : judgements) {
    std::vector<Reason> shown = lines(judgement, options.verbose);
    // A node with nothing to say still has its row: who is not in the file was not judged.
    if (shown.empty()) shown.push_back({.id = "", .verdict = judgement.verdict});
    for (const Reason& line : shown) out += record(judgement, line);
  }
  return out;
}

}  // namespace

ASSAY_RENDERER(csv);

}  // namespace assay
