#pragma once
#include <string>

namespace assay::test {

/// A small report with every kind of part, for tests to break; its line numbers count.
[[nodiscard]] const std::string& good();

/// `text` with its first `from` replaced by `to`. Throws std::logic_error if there is none.
[[nodiscard]] std::string edited(std::string text, const std::string& from, const std::string& to);

/// What the reader says of a report called "r.json"; "accepted" if it reads it.
[[nodiscard]] std::string refusal(const std::string& json);

}  // namespace assay::test
