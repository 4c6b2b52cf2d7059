#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "core/facts.hpp"
#include "suites/counters.hpp"
#include "suites/machine/number.hpp"

namespace assay {

/// Adds a reading; without a value it says that the quantity could not be determined.
void put(Result& result, std::string name, Unit unit, Better better, std::optional<double> value);

/// As put(), with `reason` kept in the fact "<name>_unknown".
void put_unknown(Result& result, const std::string& name, Unit unit, Better better,
                 const std::string& reason);

/// Adds "<name>_delta": what was added to the counter since the run began. `now` that is
/// unreadable, or a counter that saturated or moved backwards, gives a metric without a value and
/// the reason as a fact. An absent counter adds nothing. `key` names the counter in its test; it
/// saturates at `maximum`.
void put_delta(Result& result, Counters& counters, const std::string& name, const std::string& key,
               const Number& now, std::int64_t maximum);

/// The result's subject is there but does not answer: unknown to any verdict.
void mark_unreadable(Result& result, const std::string& reason);

/// This node has no such hardware: not applicable.
void mark_absent(Result& result, const std::string& reason);

/// Keeps `value` as a fact unless it is empty.
void put_fact(Result& result, const std::string& name, std::string_view value);

}  // namespace assay
