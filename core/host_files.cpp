#include "core/host_files.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>

#include "core/handle.hpp"

namespace assay {
namespace fs = std::filesystem;
namespace {

Reading failed_reading(int error) {
  Reading reading;
  // A device that has gone answers ENODEV; a directory entry without a file behind it, ENOENT.
  reading.state =
      error == ENOENT || error == ENOTDIR ? Reading::State::absent : Reading::State::unreadable;
  if (reading.state == Reading::State::unreadable) reading.reason = strerrordesc_np(error);
  return reading;
}

void trim_end(std::string& text) {
  const auto end = text.find_last_not_of(" \t\r\n");
  text.erase(end == std::string::npos ? 0 : end + 1);
}

}  // namespace

fs::path HostFiles::real(std::string_view path) const {
  while (!path.empty() && path.front() == '/') path.remove_prefix(1);
  return root_ / path;
}

Reading HostFiles::read(std::string_view path, std::size_t limit) const {
  // O_NONBLOCK: a fifo or a device must not hold us up.
  const File file{open(real(path).c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  if (!file) return failed_reading(errno);
  Reading reading;
  std::array<char, 4096> chunk{};
  for (;;) {
    const ssize_t got = ::read(file.get(), chunk.data(), chunk.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failed_reading(errno);
    if (got == 0) break;
    reading.text.append(chunk.data(), static_cast<std::size_t>(got));
    if (reading.text.size() > limit) return {Reading::State::unreadable, "", "too long"};
  }
  reading.state = Reading::State::ok;
  trim_end(reading.text);
  return reading;
}

std::optional<std::int64_t> HostFiles::read_integer(std::string_view path) const {
  const Reading reading = read(path);
  std::string_view text = reading.text;
  if (!reading.ok() || text.empty()) return std::nullopt;
  int base = 10;
  if (text.starts_with("0x")) {
    base = 16;
    text.remove_prefix(2);
  }
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::vector<std::string> HostFiles::list(std::string_view path) const {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator it(real(path), error), end; !error && it != end; it.increment(error))
    names.push_back(it->path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

bool HostFiles::exists(std::string_view path) const {
  std::error_code error;
  return fs::exists(real(path), error);
}

std::string HostFiles::resolve(std::string_view path) const {
  std::error_code error;
  const fs::path target = fs::canonical(real(path), error);
  if (error) return "";
  const fs::path base = fs::canonical(root_, error);
  if (error) return "";
  const fs::path relative = target.lexically_relative(base);
  if (relative.empty() || *relative.begin() == "..") return "";
  return "/" + relative.string();
}

}  // namespace assay
