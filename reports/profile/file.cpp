#include "reports/profile/file.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

#include "core/error.hpp"

namespace assay {

std::optional<std::string> read_configuration(const std::string& path) {
  constexpr std::streamsize longest = std::streamsize{1} << 20;
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) return std::nullopt;
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return std::nullopt;
  std::string text(static_cast<std::size_t>(longest) + 1, '\0');
  stream.read(text.data(), longest + 1);
  if (stream.bad()) throw InputError(path, 0, "", "cannot be read");
  if (stream.gcount() > longest) throw InputError(path, 0, "", "longer than 1 MiB");
  text.resize(static_cast<std::size_t>(stream.gcount()));
  return text;
}

}  // namespace assay
