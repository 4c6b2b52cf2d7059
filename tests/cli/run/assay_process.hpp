#pragma once
#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace assay::test {

/// A directory that vanishes with everything in it.
class ScratchDirectory {
 public:
  ScratchDirectory();
  ScratchDirectory(const ScratchDirectory&) = delete;
  ScratchDirectory& operator=(const ScratchDirectory&) = delete;
  ~ScratchDirectory();
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  /// A file in it with this text; its path.
  [[nodiscard]] std::string file(const std::string& name, const std::string& text) const;

 private:
  std::filesystem::path path_;
};

[[nodiscard]] std::string text_of(const std::filesystem::path& file);

/// The program under test, as a child of this process; standard output arrives in a pipe, standard
/// error in a file. Killed if it is still alive at the end.
class AssayProcess {
 public:
  AssayProcess(const ScratchDirectory& directory, const std::vector<std::string>& arguments);
  AssayProcess(const AssayProcess&) = delete;
  AssayProcess& operator=(const AssayProcess&) = delete;
  ~AssayProcess();

  [[nodiscard]] pid_t pid() const { return pid_; }
  void signal(int number) const;
  /// The next line of standard output; nothing at its end.
  [[nodiscard]] std::optional<std::string> line();
  /// Reads standard output to its end and waits. The exit status, or minus the signal.
  int finish();
  [[nodiscard]] const std::string& out() const { return out_; }
  [[nodiscard]] std::string err() const { return text_of(err_); }

 private:
  pid_t pid_ = -1;
  int pipe_ = -1;
  std::filesystem::path err_;
  std::string out_;
  std::size_t given_ = 0;
  std::optional<int> status_;
};

/// Worker processes of the run `parent` that are still alive.
[[nodiscard]] std::size_t workers_of(pid_t parent);

/// The most memory that the process had at once, without its children; 0 if it has ended.
[[nodiscard]] long peak_rss_kib(pid_t pid);

/// Waits up to ten seconds for `condition`.
[[nodiscard]] bool soon(const std::function<bool()>& condition);

/// Arguments of a run on a scripted device that lasts about two seconds: `FILE` is its report.
[[nodiscard]] std::vector<std::string> two_seconds(const ScratchDirectory& directory,
                                                   const std::string& report);

/// The same on eight described GPUs at once.
[[nodiscard]] std::vector<std::string> two_seconds_on_gpus(const ScratchDirectory& directory,
                                                           const std::string& report);

}  // namespace assay::test
