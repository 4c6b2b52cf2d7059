#include "core/error.hpp"
#include "core/shared_library.hpp"
#include "reports/history/postgresql/module.hpp"
#include "reports/history/sql/database.hpp"

namespace assay::history {

PostgresqlModule open_postgresql_module() {
  PostgresqlModule module;
  const std::string path = module_path("postgresql").string();
  SharedLibrary(path).symbol<void (*)(PostgresqlModule&)>("assay_describe_postgresql_module")(
      module);
  if (module.build != postgresql_module_build())
    throw Error(path + " is of another build of assay");
  return module;
}

void require_postgresql() { (void)open_postgresql_module(); }

std::unique_ptr<Bulk> open_postgresql(soci::session& sql, const std::string& url) {
  const PostgresqlModule module = open_postgresql_module();
  sql.open(*module.factory, url);
  // A server's notices are no output of ours; our tables have a schema of their own.
  sql << "SET client_min_messages TO error";
  sql << "SET search_path TO assay";
  return module.bulk(sql);
}

}  // namespace assay::history
