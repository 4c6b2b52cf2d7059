#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/error.hpp"
#include "core/handle.hpp"
#include "reports/writer.hpp"

namespace assay {
namespace {

[[noreturn]] void fail(const char* doing, const std::filesystem::path& path) {
  const char* cause = strerrordesc_np(errno);
  throw Error(std::string("cannot ") + doing + " " + path.string() + ": " + cause);
}

void write_all(const File& file, std::string_view text, const std::filesystem::path& path) {
  while (!text.empty()) {
    const ssize_t written = write(file.get(), text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail("write", path);
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

/// A new file beside its target that vanishes unless it takes the target's place.
class Draft {
 public:
  explicit Draft(const std::filesystem::path& target) : target_(target) {
    // A name may be taken by what another process, killed before its rename, left behind.
    for (int i = 0; !file_ && i < 1000; ++i) {
      name_ = target.string() + "." + std::to_string(getpid()) + "-" + std::to_string(i);
      file_ = File(open(name_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
      if (!file_ && errno != EEXIST) break;
    }
    if (!file_) fail("create a file beside", target_);
  }
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;
  ~Draft() {
    if (!placed_) unlink(name_.c_str());
  }

  void write(std::string_view text) {
    write_all(file_, text, target_);
    if (fsync(file_.get()) != 0) fail("sync", target_);
  }

  void place() {
    struct stat old {};
    if (stat(target_.c_str(), &old) == 0 && fchmod(file_.get(), old.st_mode & 07777U) != 0)
      fail("keep the permissions of", target_);
    if (rename(name_.c_str(), target_.c_str()) != 0) fail("replace", target_);
    placed_ = true;
  }

 private:
  std::filesystem::path target_;
  std::string name_;
  File file_;
  bool placed_ = false;
};

// Without this a power failure may undo the rename. Some file systems cannot sync a directory
// (EINVAL); the file is whole all the same.
void sync_directory(const std::filesystem::path& directory) {
  const File opened(open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!opened || (fsync(opened.get()) != 0 && errno != EINVAL)) fail("sync", directory);
}

// Renaming over /dev/null or a pipe would take it away from everybody else.
bool is_device(const std::filesystem::path& path) {
  std::error_code none;
  return std::filesystem::is_other(std::filesystem::status(path, none));
}

void write_to_device(const std::filesystem::path& path, const std::string& text) {
  const File device(open(path.c_str(), O_WRONLY | O_CLOEXEC));
  if (!device) fail("open", path);
  write_all(device, text, path);
}

}  // namespace

void write_atomically(const std::filesystem::path& path, const std::string& text) {
  if (is_device(path)) return write_to_device(path, text);
  std::error_code none;
  // A link stays a link: what it points to is replaced.
  const bool is_link = std::filesystem::is_symlink(path, none);
  const std::filesystem::path target =
      is_link ? std::filesystem::weakly_canonical(path, none) : path;
  Draft draft(target);
  draft.write(text);
  draft.place();
  sync_directory(target.has_parent_path() ? target.parent_path() : ".");
}

}  // namespace assay
