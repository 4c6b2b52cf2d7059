#include "reports/certificate/guarded_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "core/error.hpp"
#include "core/handle.hpp"

namespace assay {
namespace {

constexpr std::size_t kLongest = std::size_t{1} << 20;

[[noreturn]] void refuse(const std::string& path, const std::string& why) {
  throw InputError(path, 0, "", why);
}

struct stat facts_of(const File& file, const std::string& path) {
  struct stat facts {};
  if (fstat(file.get(), &facts) != 0) refuse(path, strerrordesc_np(errno));
  if (!S_ISREG(facts.st_mode)) refuse(path, "is not a regular file");
  return facts;
}

std::string contents(const File& file, const std::string& path) {
  std::string text;
  std::array<char, 16384> chunk{};
  for (;;) {
    const ssize_t got = read(file.get(), chunk.data(), chunk.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) refuse(path, strerrordesc_np(errno));
    if (got == 0) return text;
    text.append(chunk.data(), static_cast<std::size_t>(got));
    if (text.size() > kLongest) refuse(path, "is longer than 1 MiB");
  }
}

/// A fifo or device must not hold us up.
File opened(const std::string& path) {
  return File(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
}

}  // namespace

std::optional<std::string> read_small(const std::string& path) {
  const File file = opened(path);
  if (!file && (errno == ENOENT || errno == ENOTDIR)) return std::nullopt;
  if (!file) refuse(path, strerrordesc_np(errno));
  (void)facts_of(file, path);
  return contents(file, path);
}

std::string read_guarded(const std::string& path) {
  const File file = opened(path);
  if (!file) refuse(path, strerrordesc_np(errno));
  const struct stat facts = facts_of(file, path);
  if ((facts.st_mode & (S_IWGRP | S_IWOTH)) != 0)
    refuse(path, "others than its owner may write it; whoever can, decides who is admitted");
  if (facts.st_uid != 0 && facts.st_uid != geteuid())
    refuse(path, "belongs neither to root nor to this user");
  return contents(file, path);
}

}  // namespace assay
