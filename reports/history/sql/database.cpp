#include "reports/history/sql/database.hpp"

#include "core/error.hpp"
#include "reports/history/sql/schema.hpp"

namespace assay::history {

Database::Database(const std::string& url, Access access) {
  const Address address = address_of(url);
  name_ = address.shown;
  dialect_ = address.dialect;
  guarded([&] {
    bulk_ = dialect_ == Dialect::sqlite ? open_sqlite(sql_, address.target, access)
                                        : open_server(address.target);
    prepare_schema(*this, access, migrations(dialect_));
  });
}

std::unique_ptr<Bulk> Database::open_server(const std::string& url) {
  try {
    return open_postgresql(sql_, url);
  } catch (
      const Error& error) {  // no module, or no library of the server's: nothing of ours failed
    fail(error.what());
  }
}

void Database::fail(const std::string& what) const { throw InputError(name_, 0, "", what); }

Transaction::Transaction(Database& database) : database_(database) {
  if (database.dialect() == Dialect::sqlite) {
    database.sql() << "BEGIN IMMEDIATE";
    return;
  }
  database.sql() << "BEGIN";
  try {
    // Any number does, as long as it is the same in all that write.
    database.sql() << "SELECT pg_advisory_xact_lock(1634956153)";
  } catch (...) {
    database.sql() << "ROLLBACK";
    throw;
  }
}

Transaction::~Transaction() {
  if (!open_) return;
  try {
    database_.sql() << "ROLLBACK";
  } catch (const std::exception&) {
    // A connection that is lost has undone it already; so has a full disk in SQLite.
    open_ = false;
  }
}

void Transaction::commit() {
  database_.sql() << "COMMIT";
  open_ = false;
}

}  // namespace assay::history
