#include "reports/dossier/sentences.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

#include "reports/render/lines.hpp"
#include "reports/render/plain.hpp"
#include "reports/render/summary.hpp"

namespace assay {
namespace {

std::string about(const Reason& reason) {
  const std::string limit = limit_name(reason.test, reason.metric);
  const std::string what = limit == "-" ? reason.id : limit;
  return reason.subject.empty() ? what : what + " on " + reason.subject;
}

std::string most_common(const std::vector<std::string>& names) {
  std::map<std::string, std::size_t> counts;
  for (const std::string& name : names) ++counts[name];
  std::string out;
  for (const auto& [name, n] : counts)
    out += (out.empty() ? "" : ", ") + std::to_string(n) + " x " + name;
  return out;
}

void append(std::string& text, const std::string& what, const std::string& value) {
  if (!value.empty()) text += (text.empty() ? "" : ", ") + what + ' ' + value;
}

}  // namespace

std::string headline_of(const Judgement& judgement) {
  const std::vector<Reason> bad = lines(judgement, false);
  const std::size_t demanded = judgement.checks.size();
  if (bad.empty())
    return "All " + counted(demanded, "check") + " held" +
           (judgement.profile.empty() ? "."
                                      : " under the profile " + plain(judgement.profile, 60) + ".");
  std::string text = plain(about(bad.front()), 120);
  if (bad.size() > 1) text += ", and " + std::to_string(bad.size() - 1) + " more";
  const auto held = static_cast<std::size_t>(
      std::count_if(judgement.checks.begin(), judgement.checks.end(),
                    [](const Check& check) { return check.verdict == Verdict::pass; }));
  return text + "; " + std::to_string(held) + " of " + counted(demanded, "check") + " held.";
}

std::string machine_in_words(const Node& node) {
  std::vector<std::string> names;
  for (const Gpu& gpu : node.gpus)
    if (!gpu.name.empty()) names.push_back(gpu.name);
  if (names.empty())
    for (const Cpu& cpu : node.cpus)
      if (!cpu.model.empty()) names.push_back(cpu.model);
  return most_common(names);
}

std::string place_in_words(const Place& place) {
  std::string text;
  append(text, "rack", place.rack);
  append(text, "unit", place.unit ? std::to_string(*place.unit) : "");
  append(text, "scalable unit", place.su);
  return text;
}

std::string in_words(const std::string& quantity) {
  constexpr std::array<std::string_view, 8> kUnits{"_bytes_per_s", "_bytes", "_rpm", "_hz",
                                                   "_w",           "_c",     "_s",   "_j"};
  std::string text = quantity;
  for (const std::string_view unit : kUnits)
    if (text.size() > unit.size() && text.ends_with(unit)) {
      text.resize(text.size() - unit.size());
      break;
    }
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

std::string shell_word(const std::string& word) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=@%+,";
  if (!word.empty() && word.find_first_not_of(kPlain) == std::string::npos) return word;
  std::string out = "'";
  for (const char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

Labelled how_to_repeat(const Judgement& judgement, const Report* report) {
  Labelled all;
  std::string run;
  if (report != nullptr)
    for (const std::string& word : report->run.argv)
      run += (run.empty() ? "" : " ") + shell_word(word);
  if (!run.empty()) all.emplace_back("Measure again, on the node:", run);
  if (!judgement.report.empty() && judgement.report != "-")
    all.emplace_back("Judge this report again:",
                     "assay judge " + shell_word(judgement.report) + " --profile " +
                         shell_word(judgement.profile.empty() ? "auto" : judgement.profile));
  return all;
}

}  // namespace assay
