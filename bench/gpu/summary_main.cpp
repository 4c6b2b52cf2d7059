#include <exception>
#include <iostream>

#include "bench/gpu/summary.hpp"
#include "core/clock.hpp"
#include "core/error.hpp"

// gpu-summary PROFILE REPORT [FIGURES...]: prints the page of figures of scripts/gpu-check. PROFILE
// is a name, a file or auto. Ends with 0; 3 where something cannot be read.

namespace {

void print(const std::string& wanted, const std::string& path,
           const std::vector<std::string>& figures) {
  using namespace assay;
  std::vector<BareFigures> bare;
  bare.reserve(figures.size());
  for (const std::string& file : figures) bare.push_back(read_bare_figures(file));
  read_reports(path, [&](const ReadReport& read) {
    const Profile profile =
        load_profile(wanted == "auto" ? matching_profile(read.report.node) : wanted);
    const Judgement judgement = judge(read, profile, {.now_wall_s = SystemClock().wall_s()});
    std::cout << gpu_summary(read.report, profile, judgement, bare);
  });
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::cerr << "gpu-summary PROFILE REPORT [FIGURES...]\n";
    return 3;
  }
  try {
    print(argv[1], argv[2], {argv + 3, argv + argc});
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "gpu-summary: " << error.what() << '\n';
    return 3;
  }
}
