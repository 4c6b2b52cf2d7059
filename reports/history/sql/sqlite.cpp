#include <soci/sqlite3/soci-sqlite3.h>
#include <unistd.h>

#include <array>
#include <cmath>
#include <filesystem>

#include "core/error.hpp"
#include "reports/history/sql/database.hpp"

namespace assay::history {
namespace {

using sqlite_api::sqlite3;
using sqlite_api::sqlite3_stmt;

constexpr int kWaitForWriter_s = 60;
constexpr std::size_t kPiece = 4096;

/// A prepared statement.
class Statement {
 public:
  Statement(sqlite3* connection, const std::string& text) : connection_(connection) {
    check(sqlite_api::sqlite3_prepare_v2(connection, text.c_str(), -1, &statement_, nullptr));
  }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement() { sqlite_api::sqlite3_finalize(statement_); }

  void bind(int at, std::int32_t value) {
    check(sqlite_api::sqlite3_bind_int(statement_, at, value));
  }
  void bind(int at, double value) {  // which stores NaN as NULL
    check(sqlite_api::sqlite3_bind_double(statement_, at, value));
  }
  void bind(int at, const std::string& value) {  // which outlives the step
    check(sqlite_api::sqlite3_bind_text64(statement_, at, value.data(), value.size(), nullptr,
                                          SQLITE_UTF8));
  }
  /// True while there is a row.
  bool step() {
    const int code = sqlite_api::sqlite3_step(statement_);
    if (code != SQLITE_ROW && code != SQLITE_DONE) check(code);
    return code == SQLITE_ROW;
  }
  /// For a statement without rows: once, and ready for the next time.
  void run() {
    (void)step();
    check(sqlite_api::sqlite3_reset(statement_));
  }
  [[nodiscard]] std::int32_t integer(int at) {
    return sqlite_api::sqlite3_column_int(statement_, at);
  }
  [[nodiscard]] double number(int at) { return sqlite_api::sqlite3_column_double(statement_, at); }

 private:
  void check(int code) const {
    if (code != SQLITE_OK)
      throw soci::sqlite3_soci_error(sqlite_api::sqlite3_errmsg(connection_), code);
  }
  sqlite3* connection_;
  sqlite3_stmt* statement_ = nullptr;
};

class SqliteBulk final : public Bulk {
 public:
  explicit SqliteBulk(sqlite3* connection) : connection_(connection) {}

  void append(const Rows& rows) override {
    std::string names;
    std::string marks;
    for (const Rows::Column& column : rows.columns) {
      names += (names.empty() ? "" : ", ") + column.name;
      marks += marks.empty() ? "?" : ", ?";
    }
    Statement insert(connection_,
                     "INSERT INTO " + rows.table + " (" + names + ") VALUES (" + marks + ")");
    for (std::size_t row = 0; row < rows.size(); ++row) {
      int at = 0;
      for (const Rows::Column& column : rows.columns)
        std::visit([&](const auto& values) { insert.bind(++at, values[row]); }, column.values);
      insert.run();
    }
  }

  void append(std::span<const Cell> cells) override {
    Statement insert(
        connection_,
        "INSERT INTO reading (night, device, metric, run, value) VALUES (?, ?, ?, ?, ?)");
    Cell bound{-1, -1, -1, -1, 0};  // what is bound stays so until it is bound anew
    const auto bind = [&](int at, std::int32_t& before, std::int32_t now) {
      if (before != now) insert.bind(at, now);
      before = now;
    };
    for (const Cell& cell : cells) {
      bind(1, bound.night, cell.night);
      bind(2, bound.device, cell.device);
      bind(3, bound.metric, cell.metric);
      bind(4, bound.run, cell.run);
      insert.bind(5, cell.value);
      insert.run();
    }
  }

  void cells(const std::string& condition, const TakeCells& take) override {
    Statement select(connection_,
                     "SELECT night, device, metric, run, value FROM reading WHERE " + condition);
    std::vector<Cell> piece;
    piece.reserve(kPiece);
    while (select.step()) {
      piece.push_back({select.integer(0), select.integer(1), select.integer(2), select.integer(3),
                       select.number(4)});
      if (piece.size() < kPiece) continue;
      take(piece);
      piece.clear();
    }
    take(piece);
  }

 private:
  sqlite3* connection_;
};

/// The file's name as SOCI's list of settings can hold it.
std::string quoted(const std::string& file) {
  if (file.find('"') != std::string::npos)
    throw InputError(file, 0, "", "a history's file must not have \" in its name");
  // A relative name that begins with "file:" would be taken for a URI.
  return '"' + std::filesystem::absolute(file).string() + '"';
}

}  // namespace

std::unique_ptr<Bulk> open_sqlite(soci::session& sql, const std::string& file, Access access) {
  std::error_code error;
  const bool is_there = std::filesystem::exists(file, error);
  if (access == Access::read && !is_there)
    throw InputError(file, 0, "", "no such file; assay history ingest makes one");
  if (std::filesystem::is_directory(file, error))
    throw InputError(file, 0, "", "is a directory, not a history");
  // A killed writer leaves a journal that the next connection rolls back, for which it must be able
  // to write, also where it only reads. Who may not write cannot, and is told so by SQLite.
  const bool can_write = access == Access::write || ::access(file.c_str(), W_OK) == 0;
  sql.open(soci::sqlite3, "dbname=" + quoted(file) +
                              " timeout=" + std::to_string(kWaitForWriter_s) +
                              (can_write ? "" : " readonly=true"));
  if (access == Access::read) sql << "PRAGMA query_only = ON";
  auto* session = dynamic_cast<soci::sqlite3_session_backend*>(sql.get_backend());
  if (session == nullptr) throw Error("SOCI's session is not one of SQLite");
  sql << "PRAGMA cache_size = -65536";  // KiB
  return std::make_unique<SqliteBulk>(session->conn_);
}

}  // namespace assay::history
