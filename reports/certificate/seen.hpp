#pragma once
#include <cstdint>
#include <map>
#include <string>

namespace assay {

/// What a node remembers, so that nothing older is taken afterwards: the highest sequence number of
/// a certificate that was admitted, and of the revocation lists of each issuer.
struct Seen {
  std::int64_t certificate = 0;
  std::map<std::string, std::int64_t> revocations;  ///< by key_id()
  friend bool operator==(const Seen&, const Seen&) = default;
};

/// Lines "certificate NUMBER" and "revocations KEY NUMBER".
[[nodiscard]] std::string to_text(const Seen& seen);

/// "" is of a node that has seen nothing. Throws InputError naming `source` and the line.
[[nodiscard]] Seen parse_seen(const std::string& text, const std::string& source);

/// The larger of each number.
[[nodiscard]] Seen merged(const Seen& one, const Seen& other);

/// Nothing seen where there is no such file; else as read_guarded() and parse_seen().
[[nodiscard]] Seen load_seen(const std::string& path);

/// Merges `seen` into the file, as change_file() does.
void remember(const Seen& seen, const std::string& path);

}  // namespace assay
