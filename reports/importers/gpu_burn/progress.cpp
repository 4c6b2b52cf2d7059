#include "reports/importers/gpu_burn/progress.hpp"

#include <algorithm>

#include "core/text.hpp"
#include "reports/importers/common/figures.hpp"

namespace assay::gpu_burn {
namespace {

constexpr std::string_view kDone = "%  proc'd:";
constexpr double kGiga = 1e9;

std::vector<std::string_view> split(std::string_view text) {
  constexpr std::string_view separator = " - ";
  std::vector<std::string_view> parts;
  for (;;) {
    const auto end = text.find(separator);
    parts.push_back(trimmed(text.substr(0, end)));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + separator.size());
  }
}

/// "2261 (7150 Gflop/s)"
bool take_work(std::string_view text, Share& share) {
  const auto words = words_of(text);
  if (words.size() != 3 || !words[1].starts_with('(') || words[2] != "Gflop/s)") return false;
  const auto products = whole_number(words[0]);
  const auto rate = decimal(words[1].substr(1));
  if (!products || !rate) return false;
  share.products = *products;
  share.flops = *rate * kGiga;
  share.died = *products < 0;
  return true;
}

/// "30472096  (WARNING!)"
bool take_errors(std::string_view text, Share& share) {
  const auto words = words_of(text);
  const auto errors = words.empty() ? std::nullopt : whole_number(words[0]);
  if (!errors || words.size() > 2) return false;
  share.errors = *errors;
  if (*errors < 0 || (words.size() == 2 && words[1].find("DIED") != std::string_view::npos))
    share.died = true;
  return words.size() == 1 || words[1].starts_with('(');
}

/// "64 C" or "-- C"
bool take_temperature(std::string_view text, Share& share) {
  const auto words = words_of(text);
  if (words.size() != 2 || words[1] != "C") return false;
  share.celsius = decimal(words[0]);
  return share.celsius || words[0] == "--";
}

/// What stands behind the percentage.
bool take_shares(std::string_view text, std::vector<Share>& shares) {
  const auto errors_at = text.find("errors:");
  const auto temperatures_at = text.find("temps:");
  if (errors_at == std::string_view::npos || temperatures_at == std::string_view::npos ||
      temperatures_at < errors_at)
    return false;
  const auto work = split(text.substr(0, errors_at));
  const auto errors = split(text.substr(errors_at + 7, temperatures_at - errors_at - 7));
  const auto temperatures = split(text.substr(temperatures_at + 6));
  if (errors.size() != work.size() || temperatures.size() != work.size()) return false;
  shares.resize(work.size());
  for (std::size_t i = 0; i < work.size(); ++i)
    if (!take_work(work[i], shares[i]) || !take_errors(errors[i], shares[i]) ||
        !take_temperature(temperatures[i], shares[i]))
      return false;
  return true;
}

/// Where the number before `end` begins.
std::size_t number_before(std::string_view text, std::size_t end) {
  while (end > 0 && (text[end - 1] == '.' || (text[end - 1] >= '0' && text[end - 1] <= '9'))) --end;
  return end;
}

}  // namespace

std::vector<Progress> progress_in(std::string_view line, std::string& why) {
  std::vector<Progress> found;
  why.clear();
  for (auto at = line.find(kDone); at != std::string_view::npos;) {
    const auto next = line.find(kDone, at + 1);
    const auto begin = number_before(line, at);
    const auto end = next == std::string_view::npos ? line.size() : number_before(line, next);
    Progress progress;
    const auto percent = decimal(line.substr(begin, at - begin));
    const auto rest = at + kDone.size();
    if (percent && rest <= end && take_shares(line.substr(rest, end - rest), progress.shares)) {
      progress.percent = *percent;
      found.push_back(std::move(progress));
    } else {
      why = "a line of progress that is not whole";
    }
    at = next;
  }
  return found;
}

}  // namespace assay::gpu_burn
