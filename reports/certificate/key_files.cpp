#include "reports/certificate/key_files.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "core/error.hpp"
#include "core/handle.hpp"
#include "reports/certificate/guarded_file.hpp"

namespace assay {
namespace {

constexpr std::string_view kSecretWord = "assay-secret-key-1 ";
constexpr std::string_view kPublicWord = "assay-public-key-1 ";
constexpr std::size_t kDigits = 2 * SecretKey::kSeedBytes;
constexpr std::size_t kSecretLength = kSecretWord.size() + kDigits + 1;
constexpr mode_t kOthers = S_IRWXG | S_IRWXO;

[[noreturn]] void refuse(const std::string& path, const std::string& why) {
  throw InputError(path, 0, "", why);
}

/// A file that was not there before, and is not there after unless keep() was called.
class NewFile {
 public:
  NewFile(const std::string& path, mode_t mode) : path_(path) {
    file_ = File(open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
    if (!file_)
      refuse(path, errno == EEXIST ? "is there already; keys are never written over"
                                   : strerrordesc_np(errno));
    if (fchmod(file_.get(), mode) != 0) fail();
  }
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;
  ~NewFile() {
    if (!kept_) unlink(path_.c_str());
  }

  void write(const unsigned char* bytes, std::size_t size) {
    for (std::size_t done = 0; done < size;) {
      const ssize_t written = ::write(file_.get(), bytes + done, size - done);
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) fail();
      done += static_cast<std::size_t>(written);
    }
    if (fsync(file_.get()) != 0) fail();
  }

  void keep() noexcept { kept_ = true; }

 private:
  [[noreturn]] void fail() const {
    const char* cause = strerrordesc_np(errno);
    unlink(path_.c_str());
    refuse(path_, cause);
  }

  std::string path_;
  File file_;
  bool kept_ = false;
};

SecretMemory text_of(const SecretKey& key) {
  SecretMemory text = secret_memory(kSecretLength + 1);  // sodium_bin2hex ends with a 0
  std::copy(kSecretWord.begin(), kSecretWord.end(), text.get());
  char* digits = reinterpret_cast<char*>(text.get()) + kSecretWord.size();
  sodium_bin2hex(digits, kDigits + 1, key.seed(), SecretKey::kSeedBytes);
  text[kSecretLength - 1] = '\n';
  return text;
}

/// Of the file that is open, not of whatever bears its name a moment later.
void demand_privacy(const File& file, const std::string& path) {
  struct stat facts {};
  if (fstat(file.get(), &facts) != 0) refuse(path, strerrordesc_np(errno));
  if (!S_ISREG(facts.st_mode)) refuse(path, "is not a regular file");
  if (facts.st_uid != geteuid())
    refuse(path, "belongs to another user; a key is its owner's alone");
  if ((facts.st_mode & kOthers) != 0)
    refuse(path, "others than its owner may use it; a key needs mode 0600");
  if (std::cmp_not_equal(facts.st_size, kSecretLength)) refuse(path, "is not a secret key");
}

}  // namespace

void write_key_files(const SecretKey& key, const std::string& path) {
  const SecretMemory secret = text_of(key);
  const std::string open_text =
      std::string(kPublicWord) + hexadecimal(key.public_key().bytes) + "\n";
  NewFile secret_file(path, S_IRUSR | S_IWUSR);
  NewFile public_file(path + ".pub", S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH);
  secret_file.write(secret.get(), kSecretLength);
  public_file.write(reinterpret_cast<const unsigned char*>(open_text.data()), open_text.size());
  secret_file.keep();
  public_file.keep();
}

SecretKey read_secret_key(const std::string& path) {
  const File file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!file) refuse(path, strerrordesc_np(errno));
  demand_privacy(file, path);
  const SecretMemory text = secret_memory(kSecretLength);
  for (std::size_t done = 0; done < kSecretLength;) {
    const ssize_t got = read(file.get(), text.get() + done, kSecretLength - done);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) refuse(path, got < 0 ? strerrordesc_np(errno) : "is not a secret key");
    done += static_cast<std::size_t>(got);
  }
  const SecretMemory seed = secret_memory(SecretKey::kSeedBytes);
  const std::string_view all(reinterpret_cast<const char*>(text.get()), kSecretLength);
  if (!all.starts_with(kSecretWord) || all.back() != '\n' ||
      !from_hexadecimal(all.substr(kSecretWord.size(), kDigits),
                        {seed.get(), SecretKey::kSeedBytes}))
    refuse(path, "is not a secret key");
  return SecretKey::from_seed(seed.get());
}

PublicKey read_public_key(const std::string& path) {
  const std::string text = read_guarded(path);
  PublicKey key;
  if (text.size() != kPublicWord.size() + 2 * key.bytes.size() + 1 ||
      !text.starts_with(kPublicWord) || text.back() != '\n' ||
      !from_hexadecimal(std::string_view(text).substr(kPublicWord.size(), 2 * key.bytes.size()),
                        key.bytes))
    refuse(path, "is not a public key");
  return key;
}

}  // namespace assay
