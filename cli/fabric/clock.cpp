#include "cli/fabric/clock.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <locale>
#include <sstream>

#include "core/error.hpp"

namespace assay {
namespace {

/// Rank 0's side: it answers each of the others in turn.
void answer(Communicator& ranks, int trips, const std::function<double()>& wall_s,
            double deadline_s) {
  double question = 0;
  for (int rank = 1; rank < ranks.size(); ++rank)
    for (int trip = 0; trip < trips; ++trip) {
      ranks.send_receive(nullptr, -1, &question, rank, 1, ElementType::fp64);
      ranks.wait(deadline_s);
      const double now_s = wall_s();
      ranks.send_receive(&now_s, rank, nullptr, -1, 1, ElementType::fp64);
      ranks.wait(deadline_s);
    }
}

}  // namespace

std::vector<RoundTrip> ask_for_the_time(Communicator& ranks, int trips,
                                        const std::function<double()>& wall_s, double deadline_s) {
  std::vector<RoundTrip> heard;
  if (ranks.rank() == 0) {
    answer(ranks, trips, wall_s, deadline_s);
    return heard;
  }
  for (int trip = 0; trip < trips; ++trip) {
    RoundTrip round{.asked_s = wall_s()};
    ranks.send_receive(&round.asked_s, 0, &round.answered_s, 0, 1, ElementType::fp64);
    ranks.wait(deadline_s);
    round.heard_s = wall_s();
    heard.push_back(round);
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

std::vector<double> numbers_from(const std::string& text, std::size_t n) {
  std::istringstream words(text);
  words.imbue(std::locale::classic());
  std::vector<double> numbers;
  for (double number = 0; words >> number;) numbers.push_back(number);
  const bool finite = std::all_of(numbers.begin(), numbers.end(),
                                  [](double number) { return std::isfinite(number); });
  if (!words.eof() || numbers.size() != n || !finite)
    throw Error("\"" + text + "\" is not " + std::to_string(n) + " numbers");
  return numbers;
}

}  // namespace assay
