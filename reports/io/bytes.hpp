#pragma once
#include <zstd.h>

#include <string>
#include <vector>

#include "core/handle.hpp"

namespace assay {

struct DecompressorTraits {
  using raw_type = ZSTD_DCtx*;
  static raw_type empty() noexcept { return nullptr; }
  static void destroy(raw_type context) noexcept { ZSTD_freeDCtx(context); }
};
using Decompressor = Handle<DecompressorTraits>;

/// The bytes of one file after another, in the order they come, decompressed if they are zstd's.
class Bytes {
 public:
  /// Goes on to `path` ("-": standard input). Throws InputError if it cannot be opened or read.
  void open(const std::string& path);

  /// Appends some bytes; false at the end. Throws InputError when reading fails or compressed data
  /// is cut off or damaged. Decompressing needs 128 MiB at most, whatever the data asks for.
  bool append_to(std::string& text);

 private:
  bool refill();
  bool append_decompressed(std::string& text);
  [[noreturn]] void fail(const std::string& message) const;

  std::string path_;
  File file_;
  std::vector<char> chunk_;          ///< kept from file to file: fleets are many small files
  std::size_t begin_ = 0, end_ = 0;  ///< what of chunk_ has not been handed on
  Decompressor decompressor_;        ///< if compressed
  bool frame_open_ = false;
};

}  // namespace assay
