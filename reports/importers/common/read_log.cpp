#include "reports/importers/common/read_log.hpp"

#include "core/error.hpp"
#include "reports/io/bytes.hpp"

namespace assay {

Log read_log(const std::string& path) {
  constexpr std::size_t longest = std::size_t{1} << 30;
  Log log{.name = path};
  Bytes bytes;
  bytes.open(path);
  while (bytes.append_to(log.text))
    if (log.text.size() > longest) throw InputError(path, 0, "", "is longer than 1 GiB");
  return log;
}

}  // namespace assay
