#include "core/error.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string_view>

namespace assay {
namespace {

/// Path of the source tree as the compiler was told it: a message shall not tell where it was
/// built.
constexpr std::string_view kThisFile = __FILE__;
constexpr std::string_view kRoot =
    kThisFile.substr(0, kThisFile.size() - std::string_view("core/error.cpp").size());

std::string_view below_root(std::string_view file) {
  return file.starts_with(kRoot) ? file.substr(kRoot.size()) : file;
}

std::string located(const std::string& file, std::size_t line, const std::string& field,
                    const std::string& message) {
  std::string text = file;
  if (line > 0) text += (text.empty() ? "line " : ":") + std::to_string(line);
  if (!text.empty()) text += ": ";
  if (!field.empty()) text += field + ": ";
  return text + message;
}

}  // namespace

Error::Error(const std::string& what, Where at)
    : std::runtime_error(what + " [" + std::string(below_root(at.file)) + ":" +
                         std::to_string(at.line) + "]") {}

InputError::InputError(const std::string& file, std::size_t line, const std::string& field,
                       const std::string& message)
    : std::runtime_error(located(file, line, field, message)) {}

CallStatus errno_status(bool ok) noexcept {
  const int code = ok ? 0 : errno;
  return {ok, code, ok ? "ok" : strerrordesc_np(code)};
}

void require(CallStatus status, const char* doing, Where at) {
  if (status.ok) return;
  throw Error(std::string(doing) + ": " + status.name + " (" + std::to_string(status.code) + ")",
              at);
}

void complain(CallStatus status, const char* doing) noexcept {
  if (!status.ok) std::fprintf(stderr, "assay: %s: %s (%d)\n", doing, status.name, status.code);
}

}  // namespace assay
