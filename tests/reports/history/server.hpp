#pragma once
#include <filesystem>
#include <string>

namespace assay::history {

/// A PostgreSQL server of this machine's packages, on a socket in a folder of its own; both are
/// gone afterwards. Root starts it as user postgres, for it refuses to run as root.
class PostgresqlServer {
 public:
  PostgresqlServer();
  PostgresqlServer(const PostgresqlServer&) = delete;
  PostgresqlServer& operator=(const PostgresqlServer&) = delete;
  ~PostgresqlServer();

  /// "" while it runs, else why there is none.
  [[nodiscard]] const std::string& why_not() const noexcept { return why_not_; }
  /// URL of a database that did not exist before.
  [[nodiscard]] std::string new_database();
  [[nodiscard]] std::string url(const std::string& database) const;

 private:
  std::string start();
  [[nodiscard]] bool run(const std::string& command) const;
  std::filesystem::path folder_, programs_;
  std::string why_not_;
  int databases_ = 0;
  bool started_ = false;
};

/// One for all tests of this program.
[[nodiscard]] PostgresqlServer& server();

}  // namespace assay::history
