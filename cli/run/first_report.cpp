#include "cli/run/first_report.hpp"

#include <sys/random.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <iterator>
#include <string_view>
#include <utility>

#include "cli/version.hpp"
#include "core/error.hpp"

namespace assay {
namespace {

constexpr std::array<std::string_view, 3> kAllowedPrefixes{"NCCL_", "UCX_", "OMPI_MCA_"};
constexpr std::string_view kAllowedName = "CUDA_VISIBLE_DEVICES";

bool allowed(std::string_view name) {
  return name == kAllowedName ||
         std::any_of(kAllowedPrefixes.begin(), kAllowedPrefixes.end(),
                     [&](std::string_view prefix) { return name.starts_with(prefix); });
}

/// A host name as part of a file name, whatever the host calls itself.
std::string file_name_part(const std::string& hostname) {
  std::string part = hostname.empty() ? "host" : hostname;
  std::replace_if(
      part.begin(), part.end(),
      [](unsigned char c) { return std::isalnum(c) == 0 && c != '-' && c != '.' && c != '_'; },
      '_');
  return part;
}

std::filesystem::path path_for(const std::string& out, const std::string& who, double now_wall_s) {
  std::string time = iso8601(now_wall_s);
  std::erase_if(time, [](char c) { return c == '-' || c == ':'; });
  std::string name = "assay-" + who + "-" + time + ".json";
  if (out.empty()) return name;
  std::filesystem::path path = out;
  std::error_code
      ignored;  // a path that cannot be looked at cannot be written either: that says why
  if (!path.has_filename() || std::filesystem::is_directory(path, ignored)) return path / name;
  return path;
}

}  // namespace

std::map<std::string, std::vector<std::string>> subjects_of(const Plan& plan) {
  std::map<std::string, std::vector<std::string>> subjects;
  for (const PlannedTest& test : plan.tests)
    if (!test.subjects.empty())
      subjects[test.id].insert(subjects[test.id].end(), test.subjects.begin(), test.subjects.end());
  return subjects;
}

std::string random_uuid() {
  std::array<unsigned char, 16> bytes{};
  require(
      errno_status(getrandom(bytes.data(), bytes.size(), 0) == static_cast<ssize_t>(bytes.size())),
      "draw a run id");
  bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0FU) | 0x40U);  // version 4, RFC 9562
  bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3FU) | 0x80U);  // its variant
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += {digits[bytes[i] >> 4U], digits[bytes[i] & 15U]};
  }
  return text;
}

std::vector<std::string> own_command_line() {
  std::ifstream file("/proc/self/cmdline", std::ios::binary);
  std::vector<std::string> words;
  for (std::string word; std::getline(file, word, '\0');) words.push_back(word);
  return words;
}

std::map<std::string, std::string> allowed_environment(const char* const* environment) {
  std::map<std::string, std::string> result;
  for (; environment != nullptr && *environment != nullptr; ++environment) {
    const std::string_view entry = *environment;
    const auto equals = entry.find('=');
    if (equals == std::string_view::npos || !allowed(entry.substr(0, equals))) continue;
    result.emplace(entry.substr(0, equals), entry.substr(equals + 1));
  }
  return result;
}

std::filesystem::path report_path(const std::string& out, const std::string& hostname,
                                  double now_wall_s, std::int64_t nodes) {
  const std::string host = file_name_part(hostname);
  std::filesystem::path path = path_for(out, host, now_wall_s);
  if (nodes == 1 || path != std::filesystem::path(out)) return path;
  return path.parent_path() / (path.stem().string() + "-" + host + path.extension().string());
}

std::filesystem::path fabric_path(const std::string& out, double now_wall_s) {
  return path_for(out, "fabric", now_wall_s);
}

Report first_report(const RunOptions& options, const Plan& plan, Node node, double now_wall_s) {
  Report report;
  report.node = std::move(node);
  Run& run = report.run;
  run.id = random_uuid();
  run.started = iso8601(now_wall_s);
  run.level = name(options.plan.level);
  run.seed = options.seed;
  run.data = name(options.data);
  run.argv = own_command_line();
  run.tool = this_tool();
  run.injected = options.injected;
  run.environment = allowed_environment(environ);
  run.planned = ids_of(plan);
  run.planned_on = subjects_of(plan);
  return report;
}

}  // namespace assay
