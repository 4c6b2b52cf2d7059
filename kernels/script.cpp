#include "kernels/script.hpp"

#include <array>
#include <charconv>
#include <functional>

#include "core/error.hpp"
#include "core/glob.hpp"

namespace assay {
namespace {

constexpr std::string_view kKnown =
    "slow:SHARE, droop:SHARE, flip-bit, wrong-every:N, nan, nan-time, hang, crash, abort, silent, "
    "hot:DEGC, telemetry-lost";

double number(std::string_view fault, std::string_view value, std::string_view whole) {
  double parsed = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), parsed);
  if (error == std::errc{} && end == value.data() + value.size() && parsed > 0) return parsed;
  throw InputError("--inject " + std::string(whole), 0, std::string(fault),
                   "needs a positive number after the colon");
}

bool set_switch(Script& script, std::string_view fault) {
  struct Switch {
    std::string_view name;
    bool Script::*member;
  };
  static constexpr std::array<Switch, 8> switches{{{"flip-bit", &Script::flip_bit},
                                                   {"nan", &Script::nan},
                                                   {"nan-time", &Script::nan_time},
                                                   {"hang", &Script::hang},
                                                   {"crash", &Script::crash},
                                                   {"abort", &Script::abort},
                                                   {"silent", &Script::silent},
                                                   {"telemetry-lost", &Script::telemetry_lost}}};
  for (const Switch& candidate : switches)
    if (candidate.name == fault) return script.*candidate.member = true;
  return false;
}

bool set_number(Script& script, std::string_view fault, std::string_view value,
                std::string_view whole) {
  if (fault == "slow")
    script.slow = number(fault, value, whole);
  else if (fault == "droop")
    script.droop = number(fault, value, whole);
  else if (fault == "hot")
    script.hot = number(fault, value, whole);
  else if (fault == "wrong-every")
    script.wrong_every = static_cast<std::uint64_t>(number(fault, value, whole));
  else
    return false;
  return true;
}

void merge(Script& into, const Script& from) {
  if (from.slow) into.slow = from.slow;
  if (from.droop) into.droop = from.droop;
  if (from.hot) into.hot = from.hot;
  if (from.wrong_every > 0) into.wrong_every = from.wrong_every;
  if (from.bytes_per_second) into.bytes_per_second = from.bytes_per_second;
  if (from.flops_per_second) into.flops_per_second = from.flops_per_second;
  if (from.seconds_per_call) into.seconds_per_call = from.seconds_per_call;
  for (bool Script::*member :
       {&Script::flip_bit, &Script::nan, &Script::nan_time, &Script::hang, &Script::crash,
        &Script::abort, &Script::silent, &Script::telemetry_lost})
    into.*member = into.*member || from.*member;
}

}  // namespace

Injection parse_injection(std::string_view text) {
  Injection injection;
  injection.text = text;
  const auto at = text.find('@');
  injection.test_glob = at == std::string_view::npos ? "*" : text.substr(at + 1);
  const std::string_view fault = text.substr(0, at);
  const auto colon = fault.find(':');
  const bool known =
      colon == std::string_view::npos
          ? set_switch(injection.script, fault)
          : set_number(injection.script, fault.substr(0, colon), fault.substr(colon + 1), text);
  if (!known || injection.test_glob.empty())
    throw InputError("--inject " + std::string(text), 0, "",
                     "not FAULT[@TEST]; faults are " + std::string(kKnown));
  return injection;
}

Script script_for(const std::vector<Injection>& injections, std::string_view id) {
  const std::string_view last = id.substr(id.rfind('.') + 1);
  Script script;
  for (const Injection& injection : injections)
    if (glob_matches(injection.test_glob, id) || glob_matches(injection.test_glob, last))
      merge(script, injection.script);
  return script;
}

}  // namespace assay
