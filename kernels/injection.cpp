#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "core/error.hpp"
#include "kernels/script.hpp"

namespace assay {
namespace {

constexpr std::string_view kKnown =
    "slow:SHARE, droop:SHARE, flip-bit, wrong-every:N, wrong-element, nan, nan-time, nan-gemm, "
    "hbm-stuck-bit, "
    "wrong-sm:UNIT, slow-sm:UNIT@SHARE, slow-link[:SHARE], hang, crash, abort, silent, off-bus, "
    "hot:DEGC, telemetry-lost";
constexpr std::string_view kTarget = ":gpu=", kRank = "@rank";
/// What `slow-link` alone means: a link that trained to half of its width.
constexpr double kSlowLink = 0.5;

/// A piece of the option, and the option for what is said of it.
struct Piece {
  std::string_view text, whole;

  [[noreturn]] void refuse(const char* needs) const {
    throw InputError("--inject " + std::string(whole), 0, std::string(text), needs);
  }
  [[nodiscard]] double positive() const {
    const auto value = parsed<double>("needs a positive number");
    if (!(value > 0) || !std::isfinite(value)) refuse("needs a positive number");
    return value;
  }
  [[nodiscard]] std::int64_t number() const {
    const auto value = parsed<std::int64_t>("needs a number, counted from 0");
    if (value < 0) refuse("needs a number, counted from 0");
    return value;
  }

 private:
  template <class T>
  [[nodiscard]] T parsed(const char* needs) const {
    T value{};
    const char* first = text.data();
    const char* last = first + text.size();
    const auto [end, error] = std::from_chars(first, last, value);
    if (error != std::errc{} || end != last) refuse(needs);
    return value;
  }
};

bool set_switch(Script& script, std::string_view fault) {
  struct Switch {
    std::string_view name;
    bool Script::*member;
  };
  static constexpr std::array<Switch, 12> switches{{{"flip-bit", &Script::flip_bit},
                                                    {"nan", &Script::nan},
                                                    {"nan-time", &Script::nan_time},
                                                    {"nan-gemm", &Script::nan_gemm},
                                                    {"wrong-element", &Script::wrong_element},
                                                    {"hbm-stuck-bit", &Script::stuck_bit},
                                                    {"hang", &Script::hang},
                                                    {"crash", &Script::crash},
                                                    {"abort", &Script::abort},
                                                    {"silent", &Script::silent},
                                                    {"off-bus", &Script::off_bus},
                                                    {"telemetry-lost", &Script::telemetry_lost}}};
  for (const Switch& candidate : switches)
    if (candidate.name == fault) return script.*candidate.member = true;
  if (fault != "slow-link") return false;
  script.slow_link = kSlowLink;
  return true;
}

bool set_number(Script& script, std::string_view fault, const Piece& value) {
  if (fault == "slow")
    script.slow = value.positive();
  else if (fault == "droop")
    script.droop = value.positive();
  else if (fault == "hot")
    script.hot = value.positive();
  else if (fault == "slow-link")
    script.slow_link = value.positive();
  else if (fault == "wrong-every")
    script.wrong_every = static_cast<std::uint64_t>(std::max(value.positive(), 1.0));
  else if (fault == "wrong-sm")
    script.wrong_unit = value.number();
  else if (fault == "slow-sm")
    script.slow_unit = SlowUnit{.unit = value.number()};
  else
    return false;
  return true;
}

/// Takes what stands before the next @; nothing is left after the last.
std::string_view next_part(std::string_view& rest) {
  const std::string_view part = rest.substr(0, rest.find('@'));
  rest.remove_prefix(std::min(rest.size(), part.size() + 1));
  return part;
}

bool set_fault(Script& script, std::string_view fault, std::string_view whole) {
  const auto colon = fault.find(':');
  if (colon == std::string_view::npos) return set_switch(script, fault);
  return set_number(script, fault.substr(0, colon), {fault.substr(colon + 1), whole});
}

}  // namespace

Injection parse_injection(std::string_view text) {
  Injection injection{.text = std::string(text), .test_glob = "*"};
  std::string_view rest = text;
  if (const auto target = rest.rfind(kTarget); target != std::string_view::npos) {
    injection.gpu = Piece{rest.substr(target + kTarget.size()), text}.number();
    rest = rest.substr(0, target);
  }
  if (const auto target = rest.rfind(kRank);
      target != std::string_view::npos &&
      rest.find_first_not_of("0123456789", target + kRank.size()) == std::string_view::npos) {
    injection.rank = Piece{rest.substr(target + kRank.size()), text}.number();
    rest = rest.substr(0, target);
  }
  bool known = !rest.ends_with('@') && set_fault(injection.script, next_part(rest), text);
  if (injection.script.slow_unit)
    injection.script.slow_unit->share = Piece{next_part(rest), text}.positive();
  if (!rest.empty()) injection.test_glob = next_part(rest);
  known = known && rest.empty() && !injection.test_glob.empty();
  if (!known)
    throw InputError("--inject " + std::string(text), 0, "",
                     "not FAULT[@TEST][@rankN][:gpu=N]; faults are " + std::string(kKnown));
  return injection;
}

}  // namespace assay
