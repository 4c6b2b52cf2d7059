#pragma once
#include <cstdint>
#include <functional>
#include <string>

namespace assay {

/// The next number of a signed document: microseconds since 1970, or one more than `last` where a
/// clock went back. Below 2^53 until the year 2255, so that every reader of JSON takes it exactly.
[[nodiscard]] std::int64_t next_sequence(double now_wall_s, std::int64_t last);

/// All of `text`, white space at its end aside, as a sequence number. Throws InputError naming
/// `source`.
[[nodiscard]] std::int64_t parse_sequence(const std::string& text, const std::string& source);

/// Replaces a small file by what `change` makes of it ("" where there is none), one process after
/// another: `path`.lock is held meanwhile. A file that would stay as it is is not written. Throws
/// InputError naming the file where it cannot be read, locked within five seconds, or written.
void change_file(const std::string& path,
                 const std::function<std::string(const std::string& before)>& change);

}  // namespace assay
