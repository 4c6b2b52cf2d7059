#include "cli/fabric/clock.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <locale>
#include <sstream>

#include "core/error.hpp"

namespace assay {
namespace {

/// One number from rank `from` to rank `to`, which all ranks take part in calling.
void pass_on(Communicator& ranks, int from, int to, double& number, double deadline_s) {
  const bool sends = ranks.rank() == from;
  const bool receives = ranks.rank() == to;
  ranks.send_receive(sends ? &number : nullptr, sends ? to : -1, receives ? &number : nullptr,
                     receives ? from : -1, 1, ElementType::fp64);
  ranks.wait(deadline_s);
}

}  // namespace

std::vector<RoundTrip> ask_for_the_time(Communicator& ranks, int trips,
                                        const std::function<double()>& wall_s, double deadline_s) {
  std::vector<RoundTrip> heard;
  for (int rank = 1; rank < ranks.size(); ++rank)
    for (int trip = 0; trip < trips; ++trip) {
      const double asked_s = wall_s();
      double number = asked_s;
      pass_on(ranks, rank, 0, number, deadline_s);
      if (ranks.rank() == 0) number = wall_s();
      pass_on(ranks, 0, rank, number, deadline_s);
      if (ranks.rank() == rank) heard.push_back({asked_s, number, wall_s()});
    }
  return heard;
}

std::string numbers_text(const std::vector<double>& numbers) {
  std::string all;
  for (const double number : numbers) {
    char text[32];
    std::snprintf(text, sizeof text, "%.17g ", number);
    all += text;
  }
  return all;
}

std::vector<double> numbers_from(const std::string& text) {
  std::istringstream words(text);
  words.imbue(std::locale::classic());
  std::vector<double> numbers;
  for (double number = 0; words >> number;) numbers.push_back(number);
  const bool finite = std::all_of(numbers.begin(), numbers.end(),
                                  [](double number) { return std::isfinite(number); });
  if (!words.eof() || !finite) throw Error("\"" + text + "\" is not numbers");
  return numbers;
}

std::vector<double> numbers_from(const std::string& text, std::size_t n) {
  std::vector<double> numbers = numbers_from(text);
  if (numbers.size() != n) throw Error("\"" + text + "\" is not " + std::to_string(n) + " numbers");
  return numbers;
}

}  // namespace assay
