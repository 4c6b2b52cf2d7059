#pragma once
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "reports/verdict.hpp"

namespace assay {

using Json = nlohmann::ordered_json;

/// A member only where there is something: absent is absent, and a number that is not finite is
/// none.
void put(Json& object, const char* key, const std::string& text);
void put(Json& object, const char* key, std::optional<double> value);
void put(Json& object, const char* key, std::optional<Unit> unit);

[[nodiscard]] Json to_value(const Reason& reason);
[[nodiscard]] Json to_value(const Check& check);

/// One node as docs/cli.md describes it; with `all`, also its checks and what was not judged.
[[nodiscard]] Json to_value(const Judgement& judgement, bool all);

/// JSON text; `indent` -1 = one line. Bytes that are not UTF-8 become U+FFFD.
[[nodiscard]] std::string dumped(const Json& value, int indent);

}  // namespace assay
