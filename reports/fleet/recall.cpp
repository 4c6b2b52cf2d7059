#include "reports/fleet/recall.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "reports/fleet/earlier_nights.hpp"
#include "reports/render/summary.hpp"

namespace assay::fleet {
namespace {

using history::NightNumber;

/// The latest night on which a node of the fleet ran: each node's own night bounds its past.
NightNumber latest(const Night& tonight) {
  return tonight.dates.empty() ? 0 : *std::max_element(tonight.dates.begin(), tonight.dates.end());
}

/// Of whom nothing is known is said by name of the SKU.
void note_strangers(const Night& tonight, const std::vector<bool>& known,
                    std::vector<std::string>& notes) {
  struct Count {
    std::size_t all = 0, known = 0;
  };
  std::map<std::string, Count> by_sku;
  for (std::size_t node = 0; node < tonight.nodes(); ++node) {
    Count& count = by_sku[tonight.sku.of(node)];
    ++count.all;
    count.known += known[node] ? 1 : 0;
  }
  for (const auto& [sku, count] : by_sku) {
    const std::string who =
        counted(count.all, "node") + " of SKU " + (sku.empty() ? "unknown" : sku);
    if (count.known == 0)
      notes.push_back("the history knows nothing that is measured tonight of any of " + who +
                      ": they are judged without a past");
    else if (count.known < count.all)
      notes.push_back(fmt::format(
          "the history knows {} of {}; the others are judged without a past", count.known, who));
  }
}

}  // namespace

Recalled recall(history::History& history, const Night& tonight, std::size_t nights,
                const PeerRules& rules) {
  const NightNumber last = latest(tonight);
  const std::vector<NightNumber> known = history.last_nights(nights, last - 1);
  Recalled recalled{.past = PeerPast(tonight.nodes(), tonight.columns.size())};
  if (tonight.columns.empty()) {
    recalled.notes.push_back("nothing was measured that the history could tell of");
    return recalled;
  }
  if (known.empty()) {
    recalled.notes.push_back("the history has no night before " + history::night_text(last) +
                             ": the fleet is judged without a past");
    return recalled;
  }
  const std::vector<std::string> metrics = metrics_of(tonight);
  EarlierNights earlier(tonight, rules);
  for (const NightNumber night : known) earlier.add(history::past(history, night + 1, 1, metrics));
  recalled.notes.push_back(
      fmt::format("held against {} of the history, {} to {}", counted(known.size(), "night"),
                  history::night_text(known.front()), history::night_text(known.back())));
  note_strangers(tonight, earlier.known(), recalled.notes);
  recalled.past = std::move(earlier.past());
  return recalled;
}

}  // namespace assay::fleet
