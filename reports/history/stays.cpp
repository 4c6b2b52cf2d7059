#include <algorithm>
#include <array>
#include <utility>

#include "reports/history/questions.hpp"

namespace assay::history {
namespace {

constexpr std::array kWords{&Seat::host, &Seat::slot, &Seat::rack, &Seat::unit,
                            &Seat::leaf, &Seat::su,   &Seat::owner};

}  // namespace

bool is_move(const Seat& from, const Seat& to) {
  return std::any_of(kWords.begin(), kWords.end(), [&](auto word) {
    return !(from.*word).empty() && !(to.*word).empty() && from.*word != to.*word;
  });
}

Seat merged(Seat from, const Seat& to) {
  for (const auto word : kWords)
    if (!(to.*word).empty()) from.*word = to.*word;
  return from;
}

std::vector<Stay> stays_of(const std::vector<Sighting>& sightings) {
  std::vector<Stay> stays;
  for (const Sighting& seen : sightings) {
    if (stays.empty() || is_move(stays.back().seat, seen.seat))
      stays.push_back({seen.seat, seen.night, seen.night, 0});
    Stay& stay = stays.back();
    if (stay.nights == 0 || seen.night != stay.last) ++stay.nights;
    stay.last = seen.night;
    stay.seat = merged(std::move(stay.seat), seen.seat);
  }
  return stays;
}

}  // namespace assay::history
