#include <array>

#include "core/error.hpp"
#include "reports/history/sql/database.hpp"

namespace assay::history {
namespace {

/// `url` without what stands between ':' and '@' before the host, and without a query's password.
std::string without_password(std::string url) {
  const std::size_t begin = url.find("//") + 2;
  const std::size_t end = url.find('/', begin);
  const std::size_t at = url.rfind('@', end == std::string::npos ? url.size() : end);
  const std::size_t colon = url.find(':', begin);
  if (at != std::string::npos && at > begin && colon < at)
    url.replace(colon + 1, at - colon - 1, "***");
  const std::size_t query = url.find("password=");
  if (query != std::string::npos) {
    const std::size_t value = query + std::string_view("password=").size();
    url.replace(value, url.find('&', value) - value, "***");
  }
  return url;
}

}  // namespace

Address address_of(const std::string& url) {
  for (const std::string_view scheme : {"postgresql://", "postgres://"})
    if (url.starts_with(scheme)) return {Dialect::postgresql, url, without_password(url)};
  const std::size_t colon = url.find(':');
  const bool is_sqlite = url.starts_with("sqlite:");
  if (!is_sqlite && colon != std::string::npos && url.substr(colon).starts_with("://"))
    throw InputError(url.substr(0, colon), 0, "",
                     "no such kind of database; there are sqlite:FILE and postgresql://...");
  const std::string file = is_sqlite ? url.substr(colon + 1) : url;
  // An empty name and ":memory:" would be databases that end with this process.
  if (file.empty() || file.starts_with(':'))
    throw InputError("", 0, "DB", "\"" + url + "\" names no file");
  return {Dialect::sqlite, file, file};
}

}  // namespace assay::history
