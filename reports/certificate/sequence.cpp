#include "reports/certificate/sequence.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "core/clock.hpp"
#include "core/error.hpp"
#include "core/handle.hpp"
#include "core/text.hpp"
#include "reports/certificate/guarded_file.hpp"
#include "reports/writer.hpp"

namespace assay {
namespace {

File locked(const std::string& path) {
  const std::string name = path + ".lock";
  File file(open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR));
  if (!file) throw InputError(name, 0, "", strerrordesc_np(errno));
  constexpr int tries = 500;
  for (int i = 0; flock(file.get(), LOCK_EX | LOCK_NB) != 0; ++i) {
    if (errno != EWOULDBLOCK || i == tries) throw InputError(name, 0, "", strerrordesc_np(errno));
    SystemClock().sleep_s(0.01);
  }
  return file;
}

}  // namespace

std::int64_t next_sequence(double now_wall_s, std::int64_t last) {
  return std::max(static_cast<std::int64_t>(now_wall_s * 1e6), last + 1);
}

std::int64_t parse_sequence(const std::string& text, const std::string& source) {
  const std::optional<std::int64_t> number = whole_number(trimmed(text));
  if (!number || *number < 0) throw InputError(source, 0, "", "is not a sequence number");
  return *number;
}

void change_file(const std::string& path,
                 const std::function<std::string(const std::string& before)>& change) {
  const File lock = locked(path);
  const std::optional<std::string> before = read_small(path);
  const std::string after = change(before.value_or(""));
  if (before && *before == after) return;
  try {
    write_atomically(path, after);
  } catch (const Error& error) {
    throw InputError("", 0, "", error.what());
  }
}

}  // namespace assay
