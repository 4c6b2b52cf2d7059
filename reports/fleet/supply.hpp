#pragma once
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "reports/io/bytes.hpp"

namespace assay::fleet {

/// A part of the input that one worker takes at a time.
struct Piece {
  std::string path;
  std::size_t root = 0;   ///< which of the supply's paths it is behind
  std::size_t order = 0;  ///< pieces of one supply are numbered as they stand in the input
  std::size_t line = 0;   ///< number of the first line of `text`; 0: the whole file is one document
  std::optional<std::string> text;  ///< whole lines, or the document; absent: still to be read
  std::optional<InputError> error;  ///< after that, the file cannot be read
};

/// Hands out the files and lines behind paths, to several threads at once. Files of lines are cut
/// into pieces of about a megabyte as they come, so that no more than that is held for a thread.
class Supply {
 public:
  /// Throws InputError if a directory cannot be listed.
  explicit Supply(const std::vector<std::string>& paths);

  /// Nothing once all has been handed out.
  [[nodiscard]] std::optional<Piece> next();
  /// Hands `piece` out again before all others.
  void put_back(Piece piece);

 private:
  struct File {
    std::string path;
    std::size_t root;
  };

  std::optional<Piece> next_file();
  Piece start(const File& file);
  [[nodiscard]] Piece piece_of(const File& file);
  [[nodiscard]] std::string take_text(std::size_t length);
  Piece more_lines();
  bool fill();
  bool first_line_is_whole();

  std::mutex mutex_;
  std::deque<Piece> returned_;
  std::vector<File> files_;
  std::size_t next_ = 0;   ///< file
  std::size_t order_ = 0;  ///< of the next piece
  bool open_ = false;      ///< a file of lines has more
  Bytes bytes_;
  File file_;
  std::string text_;
  std::size_t line_ = 1;
};

/// All of the document in the file that `piece` names, where it holds none yet. `buffer` is kept
/// from file to file. Throws InputError.
[[nodiscard]] std::string_view whole_text(const Piece& piece, Bytes& bytes, std::string& buffer);

}  // namespace assay::fleet
