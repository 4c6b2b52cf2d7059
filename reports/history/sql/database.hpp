#pragma once
#include <soci/soci.h>

#include <memory>
#include <string>

#include "reports/history/access.hpp"
#include "reports/history/sql/bulk.hpp"

namespace assay::history {

enum class Dialect { sqlite, postgresql };

/// An open connection. Its schema is of this program's version.
class Database {
 public:
  /// `url`: "sqlite:FILE", FILE, "postgresql://...". Throws InputError naming it (without its
  /// password) where it cannot be opened, is no history, or is of a newer program.
  Database(const std::string& url, Access access);

  [[nodiscard]] soci::session& sql() noexcept { return sql_; }
  [[nodiscard]] Bulk& bulk() noexcept { return *bulk_; }
  [[nodiscard]] Dialect dialect() const noexcept { return dialect_; }
  /// The URL as it may be shown.
  [[nodiscard]] const std::string& name() const noexcept { return name_; }

  /// What `work` returns. What the database says of a failure becomes an InputError.
  template <class Work>
  auto guarded(const Work& work) {
    try {
      return work();
    } catch (const soci::soci_error& error) {
      fail(error.what());
    }
  }

 private:
  [[noreturn]] void fail(const std::string& what) const;
  [[nodiscard]] std::unique_ptr<Bulk> open_server(const std::string& url);
  std::string name_;
  Dialect dialect_;
  soci::session sql_;
  std::unique_ptr<Bulk> bulk_;
};

/// Everything or nothing: what is not committed is undone, also when this process is killed. Of
/// two that write, the second waits for the first.
class Transaction {
 public:
  explicit Transaction(Database& database);
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();
  void commit();

 private:
  Database& database_;
  bool open_ = true;
};

/// Where a URL leads.
struct Address {
  Dialect dialect;
  std::string target;  ///< a file; a PostgreSQL URL
  std::string shown;   ///< the URL without its password
};
/// Throws InputError for a scheme that is not known, or no file.
[[nodiscard]] Address address_of(const std::string& url);

/// Connects. Reading a file that is not there throws, writing makes it.
std::unique_ptr<Bulk> open_sqlite(soci::session& sql, const std::string& file, Access access);
/// Opens the module `postgresql` first; throws Error where that is not there.
std::unique_ptr<Bulk> open_postgresql(soci::session& sql, const std::string& url);

}  // namespace assay::history
