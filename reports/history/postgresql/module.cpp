#include "reports/history/postgresql/module.hpp"

#include <libpq-fe.h>
#include <soci/postgresql/soci-postgresql.h>

#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <set>

#include "core/error.hpp"
#include "core/handle.hpp"
#include "reports/history/postgresql/copy_format.hpp"

namespace assay::history {
namespace {

constexpr std::size_t kPiece = 4096;
constexpr std::size_t kBuffer = std::size_t{1} << 18;

struct ResultTraits {
  using raw_type = PGresult*;
  static raw_type empty() noexcept { return nullptr; }
  static void destroy(raw_type result) noexcept { PQclear(result); }
};
using PgResult = Handle<ResultTraits>;

class PostgresqlBulk final : public Bulk {
 public:
  explicit PostgresqlBulk(PGconn* connection) : connection_(connection) {}

  void append(const Rows& rows) override {
    std::string names;
    for (const Rows::Column& column : rows.columns)
      names += (names.empty() ? "" : ", ") + column.name;
    begin("COPY " + rows.table + " (" + names + ") FROM STDIN (FORMAT binary)", PGRES_COPY_IN);
    CopyWriter writer;
    for (std::size_t row = 0; row < rows.size(); ++row) {
      writer.row(rows.columns.size());
      for (const Rows::Column& column : rows.columns)
        std::visit([&](const auto& values) { writer.field(values[row]); }, column.values);
      if (writer.size() > kBuffer) put(writer.take());
    }
    put(writer.finish());
    end();
  }

  void append(std::span<const Cell> cells) override {
    for (const Cell& cell : cells) require_partition(cell.night);
    begin("COPY reading (night, device, metric, run, value) FROM STDIN (FORMAT binary)",
          PGRES_COPY_IN);
    CopyWriter writer;
    for (const Cell& cell : cells) {
      writer.row(5);
      for (const std::int32_t number : {cell.night, cell.device, cell.metric, cell.run})
        writer.field(number);
      writer.field(cell.value);
      if (writer.size() > kBuffer) put(writer.take());
    }
    put(writer.finish());
    end();
  }

  void cells(const std::string& condition, const TakeCells& take) override {
    begin("COPY (SELECT night, device, metric, run, value FROM reading WHERE " + condition +
              ") TO STDOUT (FORMAT binary)",
          PGRES_COPY_OUT);
    std::vector<Cell> piece;
    piece.reserve(kPiece);
    CopyReader reader;
    char* row = nullptr;
    int bytes = 0;
    while ((bytes = PQgetCopyData(connection_, &row, 0)) > 0) {
      const auto cell = reader.cell({row, static_cast<std::size_t>(bytes)});
      PQfreemem(row);
      if (cell) piece.push_back(*cell);
      if (piece.size() < kPiece) continue;
      take(piece);
      piece.clear();
    }
    if (bytes != -1) fail();
    finish();
    take(piece);
  }

 private:
  [[noreturn]] void fail() const { throw soci::soci_error(PQerrorMessage(connection_)); }

  void begin(const std::string& command, ExecStatusType expected) {
    const PgResult result(PQexec(connection_, command.c_str()));
    if (PQresultStatus(result.get()) != expected) fail();
  }
  void put(const std::string& bytes) {
    if (PQputCopyData(connection_, bytes.data(), static_cast<int>(bytes.size())) != 1) fail();
  }
  void end() {
    if (PQputCopyEnd(connection_, nullptr) != 1) fail();
    finish();
  }
  /// Takes the answer to the command, and the end of answers.
  void finish() {
    bool well = true;
    std::string why;
    while (PGresult* raw = PQgetResult(connection_)) {
      const PgResult result(raw);
      if (PQresultStatus(raw) == PGRES_COMMAND_OK) continue;
      well = false;
      why = PQresultErrorMessage(raw);
    }
    if (!well) throw soci::soci_error(why);
  }

  void command(const std::string& text) { begin(text, PGRES_COMMAND_OK); }

  /// A month of nights is one partition: 365 a year would have to be looked up one by one.
  /// Attaching one locks nobody out who reads.
  void require_partition(NightNumber night) {
    if (night >= known_.first && night < known_.next) return;
    const Month month = month_of(night);
    const std::string name = "reading_" + month.name;
    const PgResult found(
        PQexec(connection_, ("SELECT to_regclass('assay." + name + "') IS NULL").c_str()));
    if (PQresultStatus(found.get()) != PGRES_TUPLES_OK) fail();
    if (*PQgetvalue(found.get(), 0, 0) == 't') {
      command("CREATE TABLE " + name + " (LIKE reading)");
      command("ALTER TABLE reading ATTACH PARTITION " + name + " FOR VALUES FROM (" +
              std::to_string(month.first) + ") TO (" + std::to_string(month.next) + ")");
    }
    known_ = month;
  }

  PGconn* connection_;
  Month known_{.first = 0, .next = 0};
};

std::unique_ptr<Bulk> bulk_of(soci::session& sql) {
  // SOCI hides what a dynamic_cast would ask; that the session is of this kind its name says.
  if (sql.get_backend_name() != "postgresql")
    throw Error("SOCI's session is not one of PostgreSQL");
  auto* session = static_cast<soci::postgresql_session_backend*>(sql.get_backend());
  return std::make_unique<PostgresqlBulk>(session->conn_);
}

}  // namespace
}  // namespace assay::history

extern "C" __attribute__((visibility("default"))) void assay_describe_postgresql_module(
    assay::history::PostgresqlModule& module) {
  module = {assay::history::postgresql_module_build(), soci::factory_postgresql(),
            assay::history::bulk_of};
}
