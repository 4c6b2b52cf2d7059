#pragma once
#include <string>

#include "reports/certificate/keys.hpp"

namespace assay {

/// Writes `path`, which only its owner can read, and `path`.pub. Throws InputError if either is
/// there already, or cannot be written; then nothing is left behind.
void write_key_files(const SecretKey& key, const std::string& path);

/// Reads into secret memory. Throws InputError, naming the file, unless it is a regular file of the
/// user that this process runs as, without any right for others, and holds a key.
[[nodiscard]] SecretKey read_secret_key(const std::string& path);

/// Throws InputError unless read_guarded() gives a key.
[[nodiscard]] PublicKey read_public_key(const std::string& path);

}  // namespace assay
