#pragma once
#include <string>

#include "core/facts.hpp"

namespace assay {

/// The parameters of `result` that decide what is measured: sizes, types, counts of ranks. Left out
/// is what a test notes of its own course (how often it repeated, how many shapes it tried), and
/// the size of a test that fills whatever memory happens to be free. A parameter that nobody knows
/// counts as a condition: unlike is never taken for like.
[[nodiscard]] ResultParams conditions_of(const Result& result);

/// One condition for people and as a key: "4294967296", "true", "sum".
[[nodiscard]] std::string text_of(const ParamValue& value);

/// "bytes 4294967296, type fp32", in the order of the names; "" for none.
[[nodiscard]] std::string text_of(const ResultParams& conditions);

}  // namespace assay
