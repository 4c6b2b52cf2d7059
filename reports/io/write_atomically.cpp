#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "core/error.hpp"
#include "core/handle.hpp"
#include "reports/writer.hpp"

namespace assay {
namespace {

/// A file beside its target that vanishes unless it is renamed.
class Draft {
 public:
  explicit Draft(const std::filesystem::path& target)
      : target_(target),
        name_(target.string() + ".XXXXXX"),
        file_(mkostemp(name_.data(), O_CLOEXEC)) {
    if (!file_) fail("create a file beside");
  }
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;
  ~Draft() {
    if (!renamed_ && file_) unlink(name_.c_str());
  }

  void write(std::string_view text) {
    while (!text.empty()) {
      const ssize_t written = ::write(file_.get(), text.data(), text.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) fail("write");
      text.remove_prefix(static_cast<std::size_t>(written));
    }
    // mkostemp gives 0600; a report is as public as any file its writer creates, or as the one it
    // replaces.
    if (fchmod(file_.get(), mode()) != 0) fail("set the permissions of");
    if (fsync(file_.get()) != 0) fail("sync");
  }

  void rename() {
    if (::rename(name_.c_str(), target_.c_str()) != 0) fail("replace");
    renamed_ = true;
  }

 private:
  [[nodiscard]] mode_t mode() const {
    struct stat old {};
    if (stat(target_.c_str(), &old) == 0) return old.st_mode & 0777U;
    const mode_t mask = umask(0);
    umask(mask);
    return 0666U & ~mask;
  }
  [[noreturn]] void fail(const char* doing) const {
    const char* cause = std::strerror(errno);
    throw Error(std::string("cannot ") + doing + " " + target_.string() + ": " + cause);
  }

  std::filesystem::path target_;
  std::string name_;
  File file_;
  bool renamed_ = false;
};

// Without this the rename itself may be lost in a power failure. Some file systems refuse to sync a
// directory (EINVAL); the file is complete all the same.
void sync_directory(const std::filesystem::path& target) {
  std::filesystem::path directory = target.parent_path();
  if (directory.empty()) directory = ".";
  const File opened(open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (opened && fsync(opened.get()) != 0 && errno != EINVAL)
    throw Error("cannot sync the directory " + directory.string() + ": " + std::strerror(errno));
}

}  // namespace

void write_atomically(const std::filesystem::path& path, const std::string& text) {
  Draft draft(path);
  draft.write(text);
  draft.rename();
  sync_directory(path);
}

}  // namespace assay
