#pragma once
#include <string>
#include <string_view>

namespace assay {

/// "Open MPI 4.1.4" of "Open MPI v4.1.4, package: ..., ident: ...": what stands before the first
/// comma, or on the first line, the v before the number left out.
[[nodiscard]] inline std::string short_version(std::string_view library) {
  std::string text(library.substr(0, library.find_first_of(",\n")));
  const std::size_t v = text.find(" v");
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (v != std::string::npos && v + 2 < text.size() && is_digit(text[v + 2])) text.erase(v + 1, 1);
  return text;
}

}  // namespace assay
