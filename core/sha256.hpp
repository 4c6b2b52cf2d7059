#pragma once
#include <string>
#include <string_view>

namespace assay {

/// SHA-256 (FIPS 180-4) of `bytes` as 64 lower-case hexadecimal digits, as sha256sum prints it.
[[nodiscard]] std::string sha256(std::string_view bytes);

}  // namespace assay
