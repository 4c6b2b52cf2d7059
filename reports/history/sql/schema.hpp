#pragma once
#include <string>
#include <vector>

#include "reports/history/sql/database.hpp"

namespace assay::history {

/// What makes version N of the schema of version N - 1.
struct Migration {
  std::vector<std::string> statements;
};

/// From nothing to this program's schema: its version is how many there are. What was once
/// released is never changed; new ones go to the end.
[[nodiscard]] std::vector<Migration> migrations(Dialect dialect);

/// Version of the schema in the database; 0 = it holds no history.
[[nodiscard]] int schema_version(Database& database);

/// Brings the schema up to `steps`, in one transaction, if `access` is write. Throws InputError
/// where the database is of a newer program, holds something else than a history, or has to be
/// brought up first and may only be read.
void prepare_schema(Database& database, Access access, const std::vector<Migration>& steps);

}  // namespace assay::history
