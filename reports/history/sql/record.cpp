#include <limits>
#include <map>

#include "reports/history/history.hpp"
#include "reports/history/sql/database.hpp"

namespace assay::history {
namespace {

constexpr double kAbsent = std::numeric_limits<double>::quiet_NaN();

using Integers = std::vector<std::int32_t>;
using Texts = std::vector<std::string>;
using Numbers = std::vector<double>;

Rows reason_rows() {
  return {"reason",
          {{"night", Integers()},
           {"host", Texts()},
           {"profile", Texts()},
           {"place", Integers()},
           {"id", Texts()},
           {"verdict", Texts()},
           {"subject", Texts()},
           {"test", Texts()},
           {"metric", Texts()},
           {"measured", Numbers()},
           {"op", Texts()},
           {"bound", Numbers()},
           {"unit", Texts()},
           {"text", Texts()}}};
}

void forget(Database& database, NightNumber night, const std::string& host,
            const std::string& profile) {
  for (const char* table : {"judgement", "reason"})
    database.sql() << "DELETE FROM " << table
                   << " WHERE night = :night AND host = :host AND profile = :profile",
        soci::use(night), soci::use(host), soci::use(profile);
}

void add_reasons(Rows& rows, NightNumber night, const Judgement& judgement) {
  std::int32_t place = 0;
  for (const Reason& reason : judgement.reasons)
    rows.add(night, storable(judgement.node), storable(judgement.profile), place++,
             storable(reason.id), std::string(name(reason.verdict)), storable(reason.subject),
             storable(reason.test), storable(reason.metric), reason.measured.value_or(kAbsent),
             reason.op, reason.limit.value_or(kAbsent),
             std::string(reason.unit ? symbol(*reason.unit) : ""), storable(reason.text));
}

}  // namespace

void record(History& history, NightNumber night, const std::vector<Judgement>& judgements) {
  Database& database = history.database();
  database.guarded([&] {
    Transaction transaction(database);
    Rows verdicts{"judgement",
                  {{"night", Integers()},
                   {"host", Texts()},
                   {"profile", Texts()},
                   {"verdict", Texts()},
                   {"report", Texts()}}};
    Rows reasons = reason_rows();
    std::map<std::pair<std::string, std::string>, const Judgement*> last;
    for (const Judgement& one : judgements)
      last[{storable(one.node), storable(one.profile)}] = &one;
    for (const auto& [key, judgement] : last) {
      const auto& [host, profile] = key;
      forget(database, night, host, profile);
      verdicts.add(night, host, profile, std::string(name(judgement->verdict)),
                   storable(judgement->report));
      add_reasons(reasons, night, *judgement);
    }
    for (const Rows* rows : {&verdicts, &reasons})
      if (rows->size() > 0) database.bulk().append(*rows);
    transaction.commit();
  });
}

}  // namespace assay::history
