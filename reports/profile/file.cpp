#include "reports/profile/file.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

#include "core/error.hpp"

namespace assay {

std::optional<std::string> read_configuration(const std::string& path, std::size_t longest) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) return std::nullopt;
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return std::nullopt;
  std::string text(longest + 1, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (stream.bad()) throw InputError(path, 0, "", "cannot be read");
  const auto read = static_cast<std::size_t>(stream.gcount());
  if (read > longest)
    throw InputError(path, 0, "", "longer than " + std::to_string(longest >> 20) + " MiB");
  text.resize(read);
  return text;
}

}  // namespace assay
