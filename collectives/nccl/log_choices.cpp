#include "collectives/nccl/log_choices.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "collectives/nccl/log_words.hpp"

namespace assay::nccl {
namespace {

struct Algorithm {
  std::string_view name;
  int since;  ///< version 2.x from which on the number means this
};
// Before 2.14 number 2 was the one kind of CollNet that there was.
constexpr std::array<Algorithm, 7> kAlgorithms{{{"TREE", 0},
                                                {"RING", 0},
                                                {"COLLNET_DIRECT", 14},
                                                {"COLLNET_CHAIN", 14},
                                                {"NVLS", 17},
                                                {"NVLS_TREE", 18},
                                                {"PAT", 23}}};
constexpr std::array<std::string_view, 3> kProtocols{"LL", "LL128", "SIMPLE"};

bool is_known(std::string_view algorithm) {
  return std::any_of(kAlgorithms.begin(), kAlgorithms.end(),
                     [&](const Algorithm& each) { return each.name == algorithm; });
}

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return std::isalpha(static_cast<unsigned char>(c)) != 0;
  });
}

/// How the line goes on after the protocol: "channel{Lo..Hi}={0..15}" or "time 34.5".
bool takes_end(Words words) {
  int low = 0;
  int high = 0;
  double time = 0;
  if (words.skip("channel{Lo..Hi}={"))
    return words.number(low) && words.skip("..") && words.number(high) && words.skip("}") &&
           words.at_end();
  const std::string_view text = words.skip("time ") ? words.rest() : std::string_view();
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), time);
  return error == std::errc{} && end == text.data() + text.size();
}

/// The number in 2.x.y; -1 of what has none.
int minor_version(std::string_view version) {
  Words words(version);
  int minor = -1;
  return words.skip("2.") && words.number(minor) ? minor : -1;
}

}  // namespace

std::optional<Choice> parse_choice(std::string_view message) {
  Words words(message);
  Choice made;
  std::string_view function;
  std::string_view algorithm;
  std::string_view protocol;
  if (is_name(message.substr(0, message.find(':'))) && words.until(": ", function))
    made.function = function;
  const bool whole = words.number(made.bytes) && words.skip(" Bytes -> Algo ") &&
                     words.until(" proto ", algorithm) && words.until(" ", protocol) &&
                     takes_end(words);
  const bool told = is_number(algorithm) ? is_number(protocol) : is_known(algorithm);
  if (!whole || !told) return std::nullopt;
  made.algorithm = algorithm;
  made.protocol = protocol;
  return made;
}

Choice with_names(Choice choice, const std::set<std::string>& versions) {
  if (!is_number(choice.algorithm)) return choice;
  std::size_t algorithm = kAlgorithms.size();
  std::size_t protocol = kProtocols.size();
  Words(choice.algorithm).number(algorithm);
  Words(choice.protocol).number(protocol);
  const bool known = algorithm < kAlgorithms.size() &&
                     (kAlgorithms.at(algorithm).since == 0 ||
                      (!versions.empty() &&
                       std::all_of(versions.begin(), versions.end(), [&](const auto& version) {
                         return minor_version(version) >= kAlgorithms.at(algorithm).since;
                       })));
  choice.algorithm = known ? kAlgorithms.at(algorithm).name : std::string_view();
  choice.protocol = protocol < kProtocols.size() ? kProtocols.at(protocol) : std::string_view();
  return choice;
}

}  // namespace assay::nccl
