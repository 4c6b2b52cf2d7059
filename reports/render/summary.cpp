#include "reports/render/summary.hpp"

#include "reports/render/lines.hpp"

namespace assay {
namespace {

void append(std::string& list, const std::string& item) {
  list += (list.empty() ? "" : ", ") + item;
}

}  // namespace

std::string Tally::text() const {
  std::string text;
  for (const Verdict verdict : {Verdict::fail, Verdict::unknown, Verdict::warn, Verdict::pass})
    if (of(verdict) > 0)
      append(text, std::to_string(of(verdict)) + ' ' + std::string(name(verdict)));
  return text.empty() ? "none" : text;
}

Tally tally(const Judgement& judgement) {
  Tally tally;
  for (const Reason& line : lines(judgement, true)) tally.add(line.verdict);
  return tally;
}

Tally tally(const std::vector<Judgement>& judgements) {
  Tally tally;
  for (const Judgement& judgement : judgements) tally.add(judgement.verdict);
  return tally;
}

std::string counted(std::size_t n, const std::string& singular) {
  return std::to_string(n) + ' ' + singular + (n == 1 ? "" : "s");
}

std::string omissions(const Judgement& judgement) {
  std::string text;
  if (const auto n = judgement.not_judged.size(); n > 0)
    append(text, std::to_string(n) + " not judged");
  if (const auto n = judgement.not_applicable.size(); n > 0)
    append(text, std::to_string(n) + " not applicable");
  if (const auto n = judgement.uncovered.size(); n > 0)
    append(text, counted(n, "metric") + " without a limit");
  return text;
}

}  // namespace assay
