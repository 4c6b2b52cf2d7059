#pragma once
#include <map>
#include <string>
#include <vector>

#include "reports/profile.hpp"
#include "reports/profile/yaml.hpp"

namespace assay {

/// Sources that several limits share, by the names that the profile gives them.
using Sources = std::map<std::string, Source>;

/// The mapping `sources` of a profile.
[[nodiscard]] Sources read_sources(const yaml::Value& value, const std::string& source);

/// One entry of `limits`; `name` is its place for messages, "limits[2]".
[[nodiscard]] Limit read_limit(const yaml::Value& value, const std::string& source,
                               const std::string& name, const Sources& sources);

/// The mapping `source` of a limit, called `name` in messages, into `limit`. What it says itself
/// replaces what the source that it names (`from`) says; their texts are joined.
void read_source(const yaml::Value& value, const std::string& source, const std::string& name,
                 const Sources& sources, Limit& limit);

/// The mapping `expect` of a profile.
[[nodiscard]] std::vector<Expectation> read_expectations(const yaml::Value& value,
                                                         const std::string& source);

/// Throws InputError unless `text` is a name a test or metric can have: lower-case letters, digits,
/// _ and ., and the wildcards * and ?.
void check_name(const std::string& text, const std::string& source, std::size_t line,
                const std::string& field);

}  // namespace assay
