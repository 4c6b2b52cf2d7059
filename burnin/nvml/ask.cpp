#include "burnin/nvml/ask.hpp"

#include <cmath>
#include <limits>

namespace assay::nvml {
namespace {

constexpr Wide kMost = std::numeric_limits<std::int64_t>::max();
constexpr const char* kTooMuch = "a number that no counter can show";

Answer<std::int64_t> value_of(const FieldValue& value) {
  switch (value.type) {
    case type_double:
      if (!(std::abs(value.value.real) < 9e18)) return {std::nullopt, kTooMuch};
      return {static_cast<std::int64_t>(value.value.real), ""};
    case type_unsigned:
      return {value.value.whole, ""};
    case type_unsigned_long:
      return as_count(value.value.word);
    case type_wide:
      return as_count(value.value.wide);
    case type_signed_wide:
      return {value.value.signed_wide, ""};
    case type_int:
      return {value.value.integer, ""};
    case type_short:
      return {value.value.narrow, ""};
    default:
      return {std::nullopt, "a value of unknown type " + std::to_string(value.type)};
  }
}

std::string field_name(const Api& api, const FieldValue& value) {
  std::string name = std::string(api.fields.name()) + " " + std::to_string(value.field);
  if (value.scope > 0) name += " scope " + std::to_string(value.scope);
  return name;
}

}  // namespace

std::string failure(const Api& api, const char* call, const std::string& pci, Status status) {
  return std::string(call) + " of " + pci + ": " + api.words(status);
}

bool is_unsupported(Status status) noexcept {
  switch (status) {
    case Status::not_supported:
    case Status::function_not_found:
    case Status::version_mismatch:
    case Status::deprecated:
      return true;
    default:
      return false;
  }
}

Answer<std::string> ask_text(const NvmlGpu& gpu, const Text& call) {
  std::array<char, 128> text{};
  const Status status = call(device_of(gpu), text.data(), static_cast<unsigned>(text.size()));
  text.back() = '\0';
  return answered(gpu, call, status, std::string(text.data()));
}

Answer<Two> ask_two(const NvmlGpu& gpu, const Pair& call) {
  Two two{};
  const Status status = call(device_of(gpu), &two.first, &two.second);
  return answered(gpu, call, status, two);
}

std::vector<Answer<std::int64_t>> ask_fields(const NvmlGpu& gpu, std::span<const FieldId> fields) {
  const Api& api = gpu.api();
  std::vector<FieldValue> values(fields.size());
  for (std::size_t i = 0; i < fields.size(); ++i) {
    values[i].field = fields[i].id;
    values[i].scope = fields[i].scope;
    values[i].status = Status::unknown;  // should the call not touch it
  }
  const Status status = api.fields(device_of(gpu), static_cast<int>(values.size()), values.data());
  std::vector<Answer<std::int64_t>> answers;
  for (const FieldValue& value : values) {
    const Status own = status == Status::ok ? value.status : status;
    const std::string name = field_name(api, value);
    Answer<std::int64_t>& answer = answers.emplace_back();
    if (own == Status::ok) answer = value_of(value);
    if (own == Status::ok && !answer.failure.empty())
      answer.failure = name + " of " + gpu.pci() + ": " + answer.failure;
    // Drivers that do not know a field call it an invalid argument.
    if (own != Status::ok && !is_unsupported(own) && own != Status::invalid_argument)
      answer.failure = failure(api, name.c_str(), gpu.pci(), own);
  }
  return answers;
}

Answer<std::int64_t> ask_field(const NvmlGpu& gpu, FieldId field) {
  return std::move(ask_fields(gpu, {&field, 1}).front());
}

Answer<std::int64_t> as_count(Wide value) {
  if (value > kMost) return {std::nullopt, kTooMuch};
  return {static_cast<std::int64_t>(value), ""};
}

Answer<std::int64_t> ask_number(const NvmlGpu& gpu, const Number& call) {
  return ask<unsigned>(gpu, call).map([](unsigned number) { return std::int64_t{number}; });
}

}  // namespace assay::nvml
