#include "tests/reports/history/server.hpp"

#include <pwd.h>
#include <unistd.h>

#include <cstdlib>
#include <vector>

namespace assay::history {
namespace fs = std::filesystem;
namespace {

/// Where Debian keeps the newest server's programs; empty where there is none.
fs::path newest_programs() {
  fs::path newest;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator("/usr/lib/postgresql", none))
    if (fs::exists(entry.path() / "bin/initdb") && entry.path() > newest) newest = entry.path();
  return newest.empty() ? newest : newest / "bin";
}

}  // namespace

PostgresqlServer::PostgresqlServer() : programs_(newest_programs()) { why_not_ = start(); }

std::string PostgresqlServer::start() {
  if (programs_.empty()) return "PostgreSQL is not installed (scripts/setup --test installs it)";
  // Not below TMPDIR: a socket's path has at most 107 bytes.
  std::string name = "/tmp/assay-pg-XXXXXX";
  if (mkdtemp(name.data()) == nullptr) return "no folder for a server";
  folder_ = name;
  if (geteuid() == 0) {
    const passwd* user = getpwnam("postgres");
    if (user == nullptr) return "root cannot start PostgreSQL, and there is no user postgres";
    if (chown(name.c_str(), user->pw_uid, user->pw_gid) != 0) return "cannot hand over " + name;
  }
  if (!run("initdb -D " + name + "/data -U assay -A trust -E UTF8 --locale=C -N"))
    return "initdb failed, see " + name + "/log";
  started_ = run("pg_ctl -D " + name + "/data -w -l " + name + "/server.log -o \"-k " + name +
                 " -c listen_addresses='' -c fsync=off\" start");
  return started_ ? "" : "the server did not start, see " + name + "/log";
}

PostgresqlServer::~PostgresqlServer() {
  if (started_) (void)run("pg_ctl -D " + (folder_ / "data").string() + " -m immediate -w stop");
  std::error_code none;
  if (!folder_.empty()) fs::remove_all(folder_, none);
}

bool PostgresqlServer::run(const std::string& command) const {
  // setpriv keeps this process's parent, runuser would start a session.
  const std::string as =
      geteuid() == 0 ? "setpriv --reuid=postgres --regid=postgres --clear-groups " : std::string();
  const std::string line = "cd / && " + as + (programs_ / command).string() + " >>" +
                           (folder_ / "log").string() + " 2>&1 </dev/null";
  return std::system(line.c_str()) == 0;  // NOLINT(cert-env33-c,concurrency-mt-unsafe)
}

std::string PostgresqlServer::url(const std::string& database) const {
  return "postgresql://assay@/" + database + "?host=" + folder_.string();
}

std::string PostgresqlServer::new_database() {
  const std::string name = "history_" + std::to_string(++databases_);
  if (!run("createdb -h " + folder_.string() + " -U assay " + name))
    throw std::runtime_error("createdb failed");
  return url(name);
}

PostgresqlServer& server() {
  static PostgresqlServer one;
  return one;
}

}  // namespace assay::history
