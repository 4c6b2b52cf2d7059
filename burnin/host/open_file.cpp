#include "burnin/host/open_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include "core/text.hpp"

namespace assay {

std::optional<std::string_view> OpenFile::text() {
  if (!file_) file_ = File{open(files_->real(path_).c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  if (!file_) return std::nullopt;
  const ssize_t got = pread(file_.get(), buffer_.data(), buffer_.size(), 0);
  if (got < 0) {
    file_ = File{};
    return std::nullopt;
  }
  return trimmed(std::string_view(buffer_.data(), static_cast<std::size_t>(got)));
}

std::optional<std::int64_t> OpenFile::integer() {
  const auto all = text();
  return all ? whole_number(*all) : std::nullopt;
}

}  // namespace assay
