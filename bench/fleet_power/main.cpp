#include <cstdlib>
#include <exception>
#include <iostream>
#include <map>
#include <string>

#include "bench/fleet_power/tables.hpp"

namespace assay {
namespace {

constexpr int kUsage = 3;

using Tables = std::map<std::string, void (*)(const Effort&)>;

int usage(const Tables& tables) {
  std::cerr << "fleet-power [--effort X] [--seed N] [TABLE...]\ntables:";
  for (const auto& [name, print] : tables) std::cerr << ' ' << name;
  std::cerr << '\n';
  return kUsage;
}

int run(int argc, char** argv) {
  const Tables tables{{"power", print_power},
                      {"false-alarms", print_false_alarms},
                      {"scenarios", print_scenarios},
                      {"history", print_history},
                      {"speed", print_speed}};
  Effort effort;
  Tables wanted;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--effort" && i + 1 < argc)
      effort.factor = std::strtod(argv[++i], nullptr);
    else if (word == "--seed" && i + 1 < argc)
      effort.seed = std::strtoull(argv[++i], nullptr, 10);
    else if (const auto table = tables.find(word); table != tables.end())
      wanted.insert(*table);
    else
      return usage(tables);
  }
  for (const auto& [name, print] : wanted.empty() ? tables : wanted) print(effort);
  return 0;
}

}  // namespace
}  // namespace assay

int main(int argc, char** argv) {
  try {
    return assay::run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "fleet-power: " << error.what() << "\n";
    return 4;
  }
}
