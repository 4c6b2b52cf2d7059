#pragma once
#include <string>
#include <vector>

#include "reports/profile.hpp"
#include "reports/profile/yaml.hpp"

namespace assay {

/// One entry of `limits`; `name` is its place for messages, "limits[2]".
[[nodiscard]] Limit read_limit(const yaml::Value& value, const std::string& source,
                               const std::string& name);

/// The mapping `expect` of a profile.
[[nodiscard]] std::vector<Expectation> read_expectations(const yaml::Value& value,
                                                         const std::string& source);

/// Throws InputError unless `text` is a name a test or metric can have: lower-case letters, digits,
/// _ and ., and the wildcards * and ?.
void check_name(const std::string& text, const std::string& source, std::size_t line,
                const std::string& field);

}  // namespace assay
