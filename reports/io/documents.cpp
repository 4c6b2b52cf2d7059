#include "reports/io/documents.hpp"

#include <algorithm>
#include <filesystem>

#include "core/error.hpp"

namespace assay {
namespace {

bool ends_with_any(std::string_view name, std::initializer_list<std::string_view> endings) {
  return std::any_of(endings.begin(), endings.end(),
                     [&](std::string_view ending) { return name.ends_with(ending); });
}

std::vector<std::string> files_in(const std::string& folder) {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::string name = entry.path().string();
    if (!entry.is_directory() && named_for(name) != NamedFor::nothing)
      files.push_back(std::move(name));
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

bool is_blank(std::string_view text) noexcept {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

// Curly brackets that close where they opened.
bool is_whole_object(std::string_view line) noexcept {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (in_string && line[i] == '\\')
      ++i;
    else if (line[i] == '"')
      in_string = !in_string;
    else if (!in_string && line[i] == '{')
      ++depth;
    else if (!in_string && line[i] == '}')
      --depth;
  }
  return depth == 0 && !in_string && !is_blank(line);
}

NamedFor named_for(std::string_view path) noexcept {
  if (ends_with_any(path, {".jsonl", ".jsonl.zst"})) return NamedFor::lines;
  if (ends_with_any(path, {".json", ".json.zst"})) return NamedFor::one_document;
  return NamedFor::nothing;
}

std::vector<std::string> files_behind(const std::string& path) {
  try {
    if (path == "-" || !std::filesystem::is_directory(path)) return {path};
    return files_in(path);
  } catch (const std::filesystem::filesystem_error& error) {
    throw InputError(path, 0, "", "cannot be listed: " + error.code().message());
  }
}

}  // namespace assay
