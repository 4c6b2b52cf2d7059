#pragma once
#include <soci/soci.h>

#include <memory>
#include <string>

#include "reports/history/sql/bulk.hpp"

namespace assay::history {

/// What lib/libassay_postgresql.so hands out: the one part that needs libpq.
struct PostgresqlModule {
  std::string build;  ///< must be postgresql_module_build() of who opens it
  const soci::backend_factory* factory = nullptr;
  /// For a session that `factory` opened and that outlives what is returned.
  std::unique_ptr<Bulk> (*bulk)(soci::session& sql) = nullptr;
};

/// Tells modules of another build apart, whose structures may be laid out differently.
[[nodiscard]] std::string postgresql_module_build();

/// Opens the module. Throws Error with the loader's words where it or libpq is absent.
[[nodiscard]] PostgresqlModule open_postgresql_module();

}  // namespace assay::history
