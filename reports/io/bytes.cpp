#include "reports/io/bytes.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string_view>

#include "core/error.hpp"

namespace assay {
namespace {

constexpr std::size_t kChunk = std::size_t{64} << 10;
constexpr std::string_view kMagic = "\x28\xB5\x2F\xFD";

int open_path(const std::string& path) {
  if (path == "-") return fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
  return ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
}

}  // namespace

void Bytes::open(const std::string& path) {
  path_ = path;
  file_ = File(open_path(path));
  if (!file_) fail(std::string("cannot be opened: ") + strerrordesc_np(errno));
  chunk_.resize(kChunk);
  begin_ = end_ = 0;
  decompressor_ = Decompressor();
  frame_open_ = false;
  // Only the first bytes tell; a pipe may hand them over one by one.
  while (end_ < kMagic.size() && refill()) {
  }
  if (std::string_view(chunk_.data(), end_).starts_with(kMagic))
    decompressor_ = Decompressor(ZSTD_createDCtx());
}

bool Bytes::append_to(std::string& text) {
  if (decompressor_) return append_decompressed(text);
  if (begin_ == end_ && !refill()) return false;
  text.append(chunk_.data() + begin_, end_ - begin_);
  begin_ = end_ = 0;
  return true;
}

bool Bytes::append_decompressed(std::string& text) {
  if (begin_ == end_) begin_ = end_ = 0;
  if (begin_ == end_ && !refill()) {
    if (frame_open_) fail("the compressed data is cut off");
    return false;
  }
  const std::size_t old = text.size();
  text.resize(old + kChunk);
  ZSTD_inBuffer in{chunk_.data(), end_, begin_};
  ZSTD_outBuffer out{text.data() + old, kChunk, 0};
  const std::size_t left = ZSTD_decompressStream(decompressor_.get(), &out, &in);
  if (ZSTD_isError(left) != 0)
    fail(std::string("cannot be decompressed: ") + ZSTD_getErrorName(left));
  frame_open_ = left != 0;
  begin_ = in.pos;
  text.resize(old + out.pos);
  return true;
}

bool Bytes::refill() {
  ssize_t n = -1;
  do n = read(file_.get(), chunk_.data() + end_, chunk_.size() - end_);
  while (n < 0 && errno == EINTR);
  if (n < 0) fail(std::string("cannot be read: ") + strerrordesc_np(errno));
  end_ += static_cast<std::size_t>(n);
  return n > 0;
}

void Bytes::fail(const std::string& message) const { throw InputError(path_, 0, "", message); }

}  // namespace assay
