#include "cli/locate/search.hpp"

#include <fmt/format.h>

#include <limits>

#include "collectives/locate/group_search.hpp"
#include "collectives/locate/locate.hpp"
#include "reports/render/plain.hpp"
#include "reports/render/quantity.hpp"
#include "reports/render/summary.hpp"

namespace assay {
namespace {

using locate::Fabric;
using locate::Findings;

locate::LocateOptions limits(const SearchOptions& options) {
  locate::LocateOptions limits{.seed = options.seed};
  if (options.rounds == "all") limits.all_pairs_up_to = std::numeric_limits<std::int32_t>::max();
  if (options.rounds == "few") limits.all_pairs_up_to = 0;
  return limits;
}

std::string effort(const Fabric& fabric, const Findings& findings) {
  std::string text = fmt::format("{}, {}: {}, {}, {}", counted(fabric.nodes.size(), "node"),
                                 counted(static_cast<std::size_t>(fabric.rails), "rail"),
                                 counted(static_cast<std::size_t>(findings.rounds), "round"),
                                 counted(static_cast<std::size_t>(findings.pairs), "pair"),
                                 counted(static_cast<std::size_t>(findings.flows), "flow"));
  if (findings.unanswered > 0) text += fmt::format(", {} without an answer", findings.unanswered);
  if (findings.group_rounds > 0)
    text +=
        fmt::format("; {} of {}", counted(static_cast<std::size_t>(findings.group_rounds), "round"),
                    counted(static_cast<std::size_t>(findings.groups), "group"));
  return text + '\n';
}

std::string good(const Findings& findings) {
  if (findings.flows == findings.unanswered) return "";
  std::string rates;
  for (const double rate : findings.expected)
    rates += (rates.empty() ? "" : ", ") + quantity(rate, Unit::bytes_per_second);
  return fmt::format("good flows: {}, scatter {}; what is less than {} slow is not seen\n", rates,
                     share(findings.noise), share(findings.resolution));
}

}  // namespace

Findings search(const Fabric& fabric, locate::PairProbe& pairs, locate::GroupProbe* groups,
                const SearchOptions& options) {
  Findings findings = locate::locate(fabric, pairs, limits(options));
  const bool is_clean = findings.culprits.empty() && findings.undecided.empty();
  // Among fewer nodes there is no scale at which something could show that pairs did not.
  constexpr std::int32_t scale = 16;
  const bool at_scale = fabric.size() >= scale || options.group_size > 0;
  if (groups != nullptr && is_clean && at_scale)
    locate::locate_at_scale(fabric, *groups,
                            {.seed = options.seed, .group_size = options.group_size}, findings);
  return findings;
}

ExitCode exit_code(const Findings& findings) noexcept {
  if (!findings.culprits.empty()) return ExitCode::fail;
  return findings.undecided.empty() ? ExitCode::pass : ExitCode::unknown;
}

std::string text_of(const Fabric& fabric, const Findings& findings) {
  std::string text;
  for (const locate::Culprit& culprit : findings.culprits)
    text += plain(locate::sentence(fabric, culprit)) + '\n';
  for (const std::string& why : findings.undecided) text += "not told: " + plain(why) + '\n';
  if (findings.culprits.empty() && findings.undecided.empty()) text += "nobody is accused\n";
  for (const locate::Weak& weak : findings.weakest)
    text += plain(fmt::format("weak, not accused: {} rail {} {}: {} below the others",
                              fabric.nodes[static_cast<std::size_t>(weak.node)], weak.rail,
                              weak.way == locate::Way::sending ? "sending" : "receiving",
                              share(1 - weak.ratio))) +
            '\n';
  return text + good(findings) + effort(fabric, findings);
}

}  // namespace assay
