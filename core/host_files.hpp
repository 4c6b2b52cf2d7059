#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// What reading one file gave. Absent and unreadable are different facts: hardware that is not
/// there is not applicable, hardware that is there and does not answer is unknown.
struct Reading {
  enum class State { ok, absent, unreadable };
  State state = State::absent;
  std::string text;    ///< contents without trailing white space, if ok
  std::string reason;  ///< why not, if unreadable
  [[nodiscard]] bool ok() const noexcept { return state == State::ok; }
};

/// The files in which a Linux machine describes itself: /sys, /proc, /etc, /dev/kmsg, below a root
/// that tests set, so that trees of healthy and broken nodes can be tested anywhere.
class HostFiles {
 public:
  explicit HostFiles(std::filesystem::path root = "/") : root_(std::move(root)) {}

  /// Contents of `path` ("/sys/..."), at most `limit` bytes; a longer file is unreadable ("too
  /// long").
  [[nodiscard]] Reading read(std::string_view path, std::size_t limit = std::size_t{1} << 22) const;
  /// The whole file as one integer: decimal, or hexadecimal after 0x. Nothing if absent, unreadable
  /// or not one integer.
  [[nodiscard]] std::optional<std::int64_t> read_integer(std::string_view path) const;
  /// Names in a directory, sorted; empty if it is absent or unreadable.
  [[nodiscard]] std::vector<std::string> list(std::string_view path) const;
  [[nodiscard]] bool exists(std::string_view path) const;
  /// Where a symbolic link leads, as an absolute path below the root ("/sys/devices/..."); "" if it
  /// is none or leads outside.
  [[nodiscard]] std::string resolve(std::string_view path) const;
  [[nodiscard]] const std::filesystem::path& root() const noexcept { return root_; }
  /// `path` as the operating system knows it.
  [[nodiscard]] std::filesystem::path real(std::string_view path) const;
  /// True where the root is this machine's own: then system calls may stand beside files.
  [[nodiscard]] bool is_this_machine() const { return root_ == "/"; }

 private:
  std::filesystem::path root_;
};

}  // namespace assay
