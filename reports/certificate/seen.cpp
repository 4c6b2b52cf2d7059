#include "reports/certificate/seen.hpp"

#include <algorithm>
#include <filesystem>

#include "core/error.hpp"
#include "core/text.hpp"
#include "reports/certificate/guarded_file.hpp"
#include "reports/certificate/sequence.hpp"

namespace assay {
namespace {

/// One line into `seen`; false if it is none of those that to_text() writes.
bool take_line(std::string_view line, Seen& seen) {
  const auto words = words_of(line);
  const auto number = words.empty() ? std::nullopt : whole_number(words.back());
  if (!number || *number < 0) return false;
  if (words.size() == 2 && words[0] == "certificate") {
    seen.certificate = *number;
    return true;
  }
  if (words.size() != 3 || words[0] != "revocations") return false;
  return seen.revocations.emplace(words[1], *number).second;
}

}  // namespace

std::string to_text(const Seen& seen) {
  std::string text = "certificate " + std::to_string(seen.certificate) + "\n";
  for (const auto& [key, sequence] : seen.revocations)
    text += "revocations " + key + " " + std::to_string(sequence) + "\n";
  return text;
}

Seen parse_seen(const std::string& text, const std::string& source) {
  Seen seen;
  std::size_t line = 0;
  for (const std::string_view content : lines_of(text))
    if (++line; !take_line(content, seen))
      throw InputError(source, line, "", "is no line of what a node has seen");
  return seen;
}

Seen merged(const Seen& one, const Seen& other) {
  Seen both = one;
  both.certificate = std::max(one.certificate, other.certificate);
  for (const auto& [key, sequence] : other.revocations) {
    std::int64_t& known = both.revocations[key];
    known = std::max(known, sequence);
  }
  return both;
}

Seen load_seen(const std::string& path) {
  std::error_code none;
  if (std::filesystem::symlink_status(path, none).type() == std::filesystem::file_type::not_found)
    return {};
  return parse_seen(read_guarded(path), path);
}

void remember(const Seen& seen, const std::string& path) {
  change_file(path, [&](const std::string& before) {
    return to_text(merged(parse_seen(before, path), seen));
  });
}

}  // namespace assay
