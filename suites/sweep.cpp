#include "suites/sweep.hpp"

#include <charconv>
#include <sstream>

#include "core/error.hpp"

namespace assay {
namespace {

[[noreturn]] void refuse(std::string_view text) {
  throw Error("no bounds of a sweep: \"" + std::string(text) + '"');
}

template <class T>
std::string names_of(const std::vector<T>& values) {
  std::string text;
  for (const T value : values) text += (text.empty() ? "" : ",") + std::string(name(value));
  return text;
}

template <class Read>
auto values_in(const std::string& text, const Read& read) {
  std::vector<typename decltype(read(text))::value_type> values;
  std::istringstream words(text);
  for (std::string word; std::getline(words, word, ',');) {
    const auto value = read(word);
    if (!value) refuse(text);
    values.push_back(*value);
  }
  if (values.empty()) refuse(text);
  return values;
}

std::int64_t bytes_in(std::string_view text) {
  std::int64_t bytes = 0;
  const char* const begin = text.data();
  const char* const end = begin + text.size();
  const auto [stopped, error] = std::from_chars(begin, end, bytes);
  if (error != std::errc{} || stopped != end || bytes <= 0) refuse(text);
  return bytes;
}

}  // namespace

std::string text_of(const SweepBounds& bounds) {
  return std::to_string(bounds.from_bytes) + ".." + std::to_string(bounds.to_bytes) + ' ' +
         names_of(bounds.types) + ' ' + names_of(bounds.reductions);
}

SweepBounds sweep_from_text(std::string_view text) {
  std::istringstream words{std::string(text)};
  std::string sizes;
  std::string types;
  std::string reductions;
  std::string more;
  words >> sizes >> types >> reductions;
  const auto dots = sizes.find("..");
  if (dots == std::string::npos || words >> more) refuse(text);
  const std::string_view view = sizes;
  return {.from_bytes = bytes_in(view.substr(0, dots)),
          .to_bytes = bytes_in(view.substr(dots + 2)),
          .types = values_in(types, element_type_from_name),
          .reductions = values_in(reductions, reduction_from_name)};
}

}  // namespace assay
