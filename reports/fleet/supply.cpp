#include "reports/fleet/supply.hpp"

#include <algorithm>
#include <utility>

#include "reports/io/documents.hpp"

namespace assay::fleet {
namespace {

constexpr std::size_t kPiece = std::size_t{1} << 20;

void require_length(std::size_t length, const std::string& path, std::size_t line) {
  if (length > kLongestDocument) throw InputError(path, line, "", "is longer than 64 MiB");
}

}  // namespace

Supply::Supply(const std::vector<std::string>& paths) {
  for (std::size_t root = 0; root < paths.size(); ++root)
    for (std::string& path : files_behind(paths[root])) files_.push_back({std::move(path), root});
}

std::optional<Piece> Supply::next() {
  const std::scoped_lock lock(mutex_);
  if (!returned_.empty()) {
    Piece piece = std::move(returned_.front());
    returned_.pop_front();
    return piece;
  }
  while (open_) {
    Piece piece = more_lines();
    if (piece.error || !piece.text->empty()) return piece;
  }
  return next_file();
}

void Supply::put_back(Piece piece) {
  const std::scoped_lock lock(mutex_);
  returned_.push_back(std::move(piece));
}

Piece Supply::piece_of(const File& file) {
  return {.path = file.path, .root = file.root, .order = order_++};
}

std::optional<Piece> Supply::next_file() {
  if (next_ == files_.size()) return std::nullopt;
  const File& file = files_[next_++];
  if (named_for(file.path) == NamedFor::one_document) return piece_of(file);
  return start(file);
}

Piece Supply::start(const File& file) {
  file_ = file;
  text_.clear();
  line_ = 1;
  try {
    bytes_.open(file.path);
    if (named_for(file.path) == NamedFor::lines || first_line_is_whole()) {
      open_ = true;
      return more_lines();
    }
    while (fill()) {
    }
    Piece piece = piece_of(file);
    piece.text = std::exchange(text_, {});
    return piece;
  } catch (const InputError& error) {
    Piece piece = piece_of(file);
    piece.error = error;
    return piece;
  }
}

bool Supply::fill() {
  require_length(text_.size(), file_.path, line_);
  return bytes_.append_to(text_);
}

bool Supply::first_line_is_whole() {
  std::size_t end = std::string::npos;
  for (std::size_t scanned = 0; end == std::string::npos && fill(); scanned = text_.size())
    end = text_.find('\n', scanned);
  return end != std::string::npos && is_whole_object(std::string_view(text_).substr(0, end));
}

std::string Supply::take_text(std::size_t length) {
  std::string rest = text_.substr(length);
  text_.resize(length);
  line_ += static_cast<std::size_t>(std::count(text_.begin(), text_.end(), '\n'));
  return std::exchange(text_, std::move(rest));
}

Piece Supply::more_lines() {
  Piece piece = piece_of(file_);
  piece.line = line_;
  std::size_t scanned = 0;
  std::size_t whole = 0;  // bytes of whole lines
  try {
    while (open_ && (whole == 0 || text_.size() < kPiece)) {
      open_ = fill();
      // A line may be long: what was looked through is not looked through again.
      const std::size_t last = std::string_view(text_).substr(scanned).rfind('\n');
      if (last != std::string_view::npos) whole = scanned + last + 1;
      scanned = text_.size();
    }
  } catch (const InputError& error) {
    piece.error = error;
    piece.text = take_text(whole);
    open_ = false;
    return piece;
  }
  piece.text = take_text(open_ ? whole : text_.size());
  return piece;
}

std::string_view whole_text(const Piece& piece, Bytes& bytes, std::string& buffer) {
  if (piece.text) return *piece.text;
  buffer.clear();
  bytes.open(piece.path);
  do require_length(buffer.size(), piece.path, 1);
  while (bytes.append_to(buffer));
  return buffer;
}

}  // namespace assay::fleet
