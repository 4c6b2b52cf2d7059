#include <algorithm>
#include <array>

#include "reports/history/questions.hpp"

namespace assay::history {

bool is_move(const Seat& from, const Seat& to) {
  static constexpr std::array kWords{&Seat::host, &Seat::slot, &Seat::rack, &Seat::unit,
                                     &Seat::leaf, &Seat::su,   &Seat::owner};
  return std::any_of(kWords.begin(), kWords.end(), [&](auto word) {
    return !(from.*word).empty() && !(to.*word).empty() && from.*word != to.*word;
  });
}

std::vector<Stay> stays_of(const std::vector<Sighting>& sightings) {
  std::vector<Stay> stays;
  for (const Sighting& seen : sightings) {
    if (stays.empty() || is_move(stays.back().seat, seen.seat))
      stays.push_back({seen.seat, seen.night, seen.night, 0});
    Stay& stay = stays.back();
    // A place that becomes known later holds for all of the stay.
    if (stay.nights == 0 || seen.night != stay.last) ++stay.nights;
    stay.last = seen.night;
    stay.seat = seen.seat;
  }
  return stays;
}

}  // namespace assay::history
