#include "reports/fleet/gatherer.hpp"

#include <algorithm>
#include <utility>

#include "reports/fleet/asked.hpp"
#include "reports/io/documents.hpp"
#include "reports/io/lines_in.hpp"

namespace assay::fleet {
namespace {

/// More kinds of reports than this are looked for one by one no longer.
constexpr std::size_t kMostShapes = 16;

constexpr std::size_t kDate = 10;

/// What a fabric report says of its links, without all else.
std::vector<Result> links_of(const Report& report) {
  std::vector<Result> links;
  for (const Result& result : report.results) {
    if (result.subject.from.empty() || result.subject.to.empty()) continue;
    links.push_back({.test = result.test, .subject = result.subject, .attempt = result.attempt});
    links.back().metrics = result.metrics;
  }
  return links;
}

std::string source_of(const std::string& path, std::size_t line) {
  return line == 0 ? path : path + ":" + std::to_string(line);
}

}  // namespace

void Gatherer::take(const Piece& piece) {
  try {
    if (piece.line != 0 && piece.text) take_lines(piece);
    if (piece.line == 0 && !piece.error) take_document(piece);
    if (piece.error) throw InputError(*piece.error);
  } catch (const InputError& error) {
    constexpr auto after_all = static_cast<std::size_t>(-1);
    found.push_back(
        {{piece.order, after_all, piece.root}, unreadable_node(piece.path, error.what())});
  }
}

void Gatherer::take_document(const Piece& piece) {
  judge(whole_text(piece, bytes_, buffer_), piece.path, 0, {piece.order, 0, piece.root});
}

void Gatherer::take_lines(const Piece& piece) {
  each_line(*piece.text, [&](std::string_view json, std::size_t i) {
    if (!is_blank(json)) judge(json, piece.path, piece.line + i, {piece.order, i, piece.root});
  });
}

void Gatherer::judge(std::string_view json, const std::string& path, std::size_t line,
                     const InputPlace& place) {
  if (judge_by_shape(json, source_of(path, line), place)) return;
  try {
    judge_slowly(json, path, line, place);
  } catch (const InputError& error) {
    found.push_back({place, unreadable_node(source_of(path, line), error.what())});
  }
}

bool Gatherer::judge_by_shape(std::string_view json, const std::string& source,
                              const InputPlace& place) {
  const auto fit = std::find_if(known_.begin(), known_.end(),
                                [&](Known& known) { return known.shape->passes(json); });
  if (fit == known_.end()) return false;
  known_.splice(known_.begin(), known_, fit);
  const Report& report = fit->shape->report();
  rows.add(fit->layout, report, found.size());
  found.push_back({place,
                   {.name = report.node.hostname,
                    .source = source,
                    .run = report.run.id,
                    .profile = fit->shape->profile().name,
                    .verdict = Verdict::pass,
                    .place = report.node.place,
                    .date = report.run.started.substr(0, kDate),
                    .reported_s = reported_s(report.run)}});
  ++by_shape;
  return true;
}

void Gatherer::judge_slowly(std::string_view json, const std::string& path, std::size_t line,
                            const InputPlace& place) {
  const ReadReport read{reader_.report(json, path, std::max(line, std::size_t{1})),
                        source_of(path, line), ""};
  Judgement judgement = criteria_.judge(read);
  if (read.report.nodes.empty()) {
    const Asked asked(*criteria_.profile(read.report), criteria_.options(read.report));
    rows.add(rows.layout(read.report, asked), read.report, found.size());
  }
  const bool passed = judgement.verdict == Verdict::pass;
  found.push_back({place,
                   {.name = judgement.node,
                    .source = read.source,
                    .run = read.report.run.id,
                    .profile = std::move(judgement.profile),
                    .verdict = judgement.verdict,
                    .reasons = std::move(judgement.reasons),
                    .fabric = !read.report.nodes.empty(),
                    .place = read.report.node.place,
                    .date = read.report.run.started.substr(0, kDate),
                    .reported_s = judgement.reported_s}});
  if (!read.report.nodes.empty())
    for (Result& link : links_of(read.report)) links.push_back(std::move(link));
  if (passed) learn(json, read);
}

void Gatherer::learn(std::string_view json, const ReadReport& read) {
  std::unique_ptr<Shape> shape = Shape::cut(json, read, criteria_);
  if (shape == nullptr) return;
  const Asked asked(shape->profile(), criteria_.options(read.report));
  NightRows::Layout layout = rows.layout(shape->report(), asked);
  known_.push_front({std::move(shape), std::move(layout)});
  if (known_.size() > kMostShapes) known_.pop_back();
}

}  // namespace assay::fleet
