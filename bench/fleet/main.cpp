// fleet-bench flat NODES METRICS FOLDER SEED | reports NODES FOLDER SEED | time TITLE REPEATS
// COMMAND... | check TRUTH VERDICTS
#include <exception>
#include <iostream>
#include <span>

#include "bench/fleet/fleet_files.hpp"

namespace {

using namespace assay::bench_fleet;

int run(const std::vector<std::string>& words) {
  const std::string verb = words.empty() ? "" : words[0];
  if (verb == "flat" && words.size() == 5) {
    std::filesystem::create_directories(words[3]);
    write_truth(words[3] + "/truth.jsonl", write_flat(words[3], std::stoul(words[1]),
                                                      std::stoul(words[2]), std::stoul(words[4])));
    return 0;
  }
  if (verb == "reports" && words.size() == 4) {
    std::filesystem::create_directories(words[2]);
    write_truth(words[2] + "/truth.jsonl",
                write_reports(words[2], std::stoul(words[1]), std::stoul(words[3])));
    return 0;
  }
  if (verb == "time" && words.size() > 2) {
    measure(words[1], {words.begin() + 2, words.end()});
    return 0;
  }
  if (verb == "summary" && words.size() == 2) {
    summarise_runs(words[1]);
    return 0;
  }
  if (verb == "check" && words.size() == 3) return check_truth(words[1], words[2]) ? 0 : 1;
  std::cerr << "fleet-bench flat NODES METRICS FOLDER SEED | reports NODES FOLDER SEED |\n"
               "  time TITLE COMMAND... | summary RUNS | check TRUTH VERDICTS\n";
  return 3;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const std::span<char*> words(argv, static_cast<std::size_t>(argc));
    return run({words.begin() + 1, words.end()});
  } catch (const std::exception& error) {
    std::cerr << "fleet-bench: " << error.what() << '\n';
    return 4;
  }
}
