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
    // One look into the index a night, however many runs there are.
    soci::statement next = (database_->sql().prepare
                                << "SELECT coalesce(min(night), -1) FROM run WHERE night > :after",
                            soci::use(night), soci::into(night));
    night = -1;
    while (next.execute(true) && night >= 0) nights.push_back(night);
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
