#include "suites/spec.hpp"

#include <array>
#include <utility>

namespace assay {
namespace {

template <class E, std::size_t N>
using Names = std::array<std::pair<E, std::string_view>, N>;

constexpr Names<Level, 3> kLevels{
    {{Level::quick, "quick"}, {Level::standard, "standard"}, {Level::burnin, "burnin"}}};
constexpr Names<DataKind, 4> kData{{{DataKind::random, "random"},
                                    {DataKind::integer, "integer"},
                                    {DataKind::zeros, "zeros"},
                                    {DataKind::ones, "ones"}}};

template <class E, std::size_t N>
std::string_view name_in(const Names<E, N>& names, E value) noexcept {
  for (const auto& [candidate, text] : names)
    if (candidate == value) return text;
  return "?";
}

template <class E, std::size_t N>
std::optional<E> value_in(const Names<E, N>& names, std::string_view text) noexcept {
  for (const auto& [value, candidate] : names)
    if (candidate == text) return value;
  return std::nullopt;
}

}  // namespace

std::string_view name(Level level) noexcept { return name_in(kLevels, level); }
std::string_view name(DataKind data) noexcept { return name_in(kData, data); }
std::optional<Level> level_from_name(std::string_view text) noexcept {
  return value_in(kLevels, text);
}
std::optional<DataKind> data_from_name(std::string_view text) noexcept {
  return value_in(kData, text);
}

double seconds_at(const TestSpec& spec, Level level, std::string_view device) noexcept {
  const bool gpu = device == "cuda" || device == "nccl";
  const Seconds seconds = gpu ? spec.gpu_seconds.value_or(spec.seconds) : spec.seconds;
  switch (level) {
    case Level::quick:
      return seconds.quick;
    case Level::standard:
      return seconds.standard;
    case Level::burnin:
      return seconds.burnin;
  }
  return 0;
}

}  // namespace assay
