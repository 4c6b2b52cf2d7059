#include "burnin/host/log_reader.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace assay {
namespace {

constexpr std::size_t kMost = std::size_t{1} << 26;

Reading failed(int error) {
  const bool absent = error == ENOENT || error == ENOTDIR;
  return {absent ? Reading::State::absent : Reading::State::unreadable, "",
          absent ? "" : strerrordesc_np(error)};
}

}  // namespace

LogReader::LogReader(const HostFiles& files, std::string path, From from)
    : files_(files), path_(std::move(path)), from_(from) {
  open_at(from);
}

void LogReader::open_at(From from) {
  file_ = File{open(files_.real(path_).c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  error_ = file_ ? 0 : errno;
  if (file_ && from == From::end) lseek(file_.get(), 0, SEEK_END);
}

/// Was the file rotated away or cut? A device never is.
bool LogReader::was_replaced() const {
  struct stat there {};
  struct stat here {};
  if (fstat(file_.get(), &here) != 0 || !S_ISREG(here.st_mode)) return false;
  if (stat(files_.real(path_).c_str(), &there) != 0) return false;
  return there.st_ino != here.st_ino || here.st_size < lseek(file_.get(), 0, SEEK_CUR);
}

Reading LogReader::read_rest() {
  Reading reading{Reading::State::ok, "", ""};
  // The kernel refuses to cut a record, which is at most half of this.
  std::array<char, 16384> record{};
  while (reading.text.size() < kMost) {
    const ssize_t got = read(file_.get(), record.data(), record.size());
    if (got > 0) reading.text.append(record.data(), static_cast<std::size_t>(got));
    if (got == 0 || (got < 0 && errno == EAGAIN)) return reading;
    // EPIPE: records were overwritten before we came to them; the next read goes on behind the gap.
    if (got < 0 && errno == EPIPE) overwritten_ = true;
    if (got < 0 && errno != EINTR && errno != EPIPE) return failed(errno);
  }
  return {Reading::State::unreadable, "", "too long"};
}

Reading LogReader::more() {
  if (!file_) return failed(error_);
  Reading reading = read_rest();
  if (reading.ok() && was_replaced()) {
    open_at(From::beginning);
    if (!file_) return failed(error_);
    Reading rest = read_rest();
    if (!rest.ok()) return rest;
    reading.text += rest.text;
  }
  if (!reading.ok() || from_ == From::beginning) return reading;
  reading.text.insert(0, std::exchange(partial_, {}));
  const auto end = reading.text.rfind('\n');
  const std::size_t complete = end == std::string::npos ? 0 : end + 1;
  partial_ = reading.text.substr(complete);
  reading.text.resize(complete);
  return reading;
}

}  // namespace assay
