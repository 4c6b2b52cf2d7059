#pragma once
#include <cstdint>
#include <limits>
#include <string>

#include "burnin/nvml/answer.hpp"
#include "suites/reporting.hpp"

namespace assay {

/// GPU counters have 64 bits, or are too young to have filled 32.
inline constexpr std::int64_t kNeverFull = std::numeric_limits<std::int64_t>::max();

/// One GPU as it is looked at: where its readings go and what its counters are called.
struct Look {
  Result& result;
  Counters& counters;
  const std::string& pci;

  /// A reading; nothing where the GPU does not support it.
  template <class T>
  void put(const char* name, Unit unit, Better better, const Answer<T>& answer) const {
    if (answer.value)
      assay::put(result, name, unit, better, static_cast<double>(*answer.value));
    else if (!answer.failure.empty())
      put_unknown(result, name, unit, better, answer.failure);
  }
  void fact(const char* name, const Answer<std::string>& answer) const {
    put_fact(result, name, answer.value ? *answer.value : answer.failure);
  }
  void delta(const std::string& name, const Answer<std::int64_t>& now) const {
    using State = Reading::State;
    const State missing = now.failure.empty() ? State::absent : State::unreadable;
    put_delta(result, counters, name, pci + " " + name,
              {now.value ? State::ok : missing, now.value, now.failure}, kNeverFull);
    if (now.value && *now.value > 0) put_fact(result, name, std::to_string(*now.value));
  }
  /// Chooses limits: by what the GPU has, so that one which fails to say is asked for its metrics.
  template <class T>
  void param(const char* name, const Answer<T>& answer) const {
    result.params[name] = answer.supported();
  }
};

/// A part of a whole; what one of them lacks is lacking.
template <class T>
Answer<double> share(const Answer<T>& part, const Answer<T>& whole) {
  for (const Answer<T>* answer : {&part, &whole})
    if (!answer->value) return {std::nullopt, answer->failure};
  if (!(*whole.value > 0)) return {std::nullopt, "a share of nothing"};
  return {static_cast<double>(*part.value) / static_cast<double>(*whole.value), ""};
}

}  // namespace assay
