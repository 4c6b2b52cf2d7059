#include "kernels/script.hpp"

#include <algorithm>
#include <iterator>

#include "core/glob.hpp"

namespace assay {
namespace {

template <class T>
void merge(std::optional<T>& into, const std::optional<T>& from) {
  if (from) into = from;
}

void merge(Script& into, const Script& from) {
  if (from.wrong_every > 0) into.wrong_every = from.wrong_every;
  for (std::optional<double> Script::*member :
       {&Script::slow, &Script::droop, &Script::hot, &Script::slow_link, &Script::bytes_per_second,
        &Script::flops_per_second, &Script::seconds_per_call, &Script::link_bytes_per_second})
    merge(into.*member, from.*member);
  merge(into.wrong_unit, from.wrong_unit);
  merge(into.slow_unit, from.slow_unit);
  for (bool Script::*member :
       {&Script::flip_bit, &Script::nan, &Script::nan_time, &Script::hang, &Script::crash,
        &Script::abort, &Script::silent, &Script::telemetry_lost, &Script::stuck_bit,
        &Script::nan_gemm, &Script::wrong_element, &Script::off_bus, &Script::gone})
    into.*member = into.*member || from.*member;
}

bool is_for_test(const Injection& injection, std::string_view id) {
  const std::string_view last = id.substr(id.rfind('.') + 1);
  return glob_matches(injection.test_glob, id) || glob_matches(injection.test_glob, last);
}

}  // namespace

std::vector<Injection> at_rank(const std::vector<Injection>& injections, std::int64_t rank) {
  std::vector<Injection> here;
  std::copy_if(
      injections.begin(), injections.end(), std::back_inserter(here),
      [&](const Injection& injection) { return !injection.rank || injection.rank == rank; });
  return here;
}

Script script_for(const std::vector<Injection>& injections, std::string_view id) {
  return script_for(injections, id, Subject{});
}

Script script_for(const std::vector<Injection>& injections, std::string_view id,
                  const Subject& subject) {
  Script script;
  for (const Injection& injection : injections) {
    const bool here = !injection.gpu || (subject.kind == "gpu" && subject.index == injection.gpu);
    if (here && is_for_test(injection, id)) merge(script, injection.script);
  }
  return script;
}

}  // namespace assay
