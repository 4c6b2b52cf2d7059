#include "cli/run/sweep.hpp"

#include <algorithm>

#include "cli/values.hpp"
#include "core/error.hpp"

namespace assay {
namespace {

constexpr std::uint64_t kMostBytes = std::uint64_t{1} << 50;

[[noreturn]] void refuse(const char* option, const std::string& message) {
  throw InputError(option, 0, "", message);
}

std::int64_t size_in(const std::string& text) {
  const std::uint64_t bytes = parse_size("--sizes", text);
  if (bytes == 0 || bytes > kMostBytes) refuse("--sizes", text + " is out of range");
  return static_cast<std::int64_t>(bytes);
}

void take_sizes(const std::string& text, SweepBounds& bounds) {
  if (text.empty()) return;
  const auto dots = text.find("..");
  bounds.from_bytes = size_in(text.substr(0, dots));
  bounds.to_bytes = dots == std::string::npos ? bounds.from_bytes : size_in(text.substr(dots + 2));
  if (bounds.to_bytes < bounds.from_bytes) refuse("--sizes", "ends before it begins");
}

/// Each once, in the order in which they are named; all of them where none is.
template <class All, class Read>
void take_named(const char* option, const std::vector<std::string>& words, const All& all,
                const Read& read, std::vector<typename All::value_type>& values) {
  if (words.empty()) return;
  values.clear();
  for (const std::string& word : words) {
    const auto value = read(word);
    if (!value) {
      std::string known;
      for (const auto one : all) known += (known.empty() ? "" : ", ") + std::string(name(one));
      refuse(option, "must be one of " + known + ", not " + word);
    }
    if (std::find(values.begin(), values.end(), *value) == values.end()) values.push_back(*value);
  }
}

}  // namespace

std::optional<SweepBounds> sweep_bounds(const RunArguments& arguments) {
  if (!arguments.sweep) {
    if (!arguments.sizes.empty()) refuse("--sizes", "needs --sweep");
    if (!arguments.types.empty()) refuse("--type", "needs --sweep");
    if (!arguments.reductions.empty()) refuse("--reduction", "needs --sweep");
    return std::nullopt;
  }
  SweepBounds bounds;
  take_sizes(arguments.sizes, bounds);
  take_named("--type", arguments.types, kElementTypes, element_type_from_name, bounds.types);
  take_named("--reduction", arguments.reductions, kReductions, reduction_from_name,
             bounds.reductions);
  return bounds;
}

}  // namespace assay
