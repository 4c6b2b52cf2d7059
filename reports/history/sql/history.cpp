#include "reports/history/history.hpp"

#include <algorithm>

#include "reports/history/sql/database.hpp"

namespace assay::history {

History::History(const std::string& url, Access access)
    : database_(std::make_unique<Database>(url, access)) {}

History::~History() = default;

std::vector<NightNumber> History::nights() {
  return database_->guarded([&] {
    std::vector<NightNumber> nights;
    NightNumber night = 0;
    // One look into the index a night, however many runs there are, and one question for all.
    soci::statement rows =
        (database_->sql().prepare
             << "WITH RECURSIVE n (night) AS (SELECT min(night) FROM run UNION ALL SELECT (SELECT "
                "min(r.night) FROM run r WHERE r.night > n.night) FROM n WHERE n.night IS NOT "
                "NULL) SELECT night FROM n WHERE night IS NOT NULL ORDER BY night",
         soci::into(night));
    rows.execute();
    while (rows.fetch()) nights.push_back(night);
    return nights;
  });
}

std::vector<NightNumber> History::last_nights(std::size_t count, std::optional<NightNumber> last) {
  std::vector<NightNumber> all = nights();
  if (last) all.erase(std::upper_bound(all.begin(), all.end(), *last), all.end());
  if (all.size() > count) all.erase(all.begin(), all.end() - static_cast<std::ptrdiff_t>(count));
  return all;
}

}  // namespace assay::history
