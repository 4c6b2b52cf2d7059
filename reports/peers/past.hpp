#pragma once
#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <vector>

namespace assay {

/// What earlier nights said of the subjects of tonight, folded a night at a time: four nights of
/// standings, and for each value its own mean and a sum of how far it fell below that. Memory does
/// not grow with the nights: 10 bytes a value for the sums, 4 a value for each of four nights.
/// Whoever fills it lines earlier nights up with tonight's Night: by serial number of the hardware,
/// so that what moved keeps its past.
class PeerPast {
 public:
  static constexpr std::size_t kNights = 4;   ///< that are averaged, tonight's included
  static constexpr float kMostStanding = 8;   ///< one night's standing is cut there
  static constexpr double kSlack = 0.5;       ///< of the CUSUM, in standard deviations of a night
  static constexpr double kAlarm = 15;        ///< of the CUSUM
  static constexpr std::size_t kLearned = 5;  ///< nights before the CUSUM may alarm

  PeerPast(std::size_t nodes, std::size_t columns);

  /// Takes the next night's standings (PeerJudgement::standings, oldest night first; column c of
  /// node n at [c * nodes + n], NaN = absent). Throws Error if the size is another.
  void add(std::span<const float> standings);

  [[nodiscard]] std::size_t nodes() const { return nodes_; }
  [[nodiscard]] std::size_t columns() const { return columns_; }
  [[nodiscard]] std::size_t nights() const { return nights_; }

  /// Mean standing of the last four nights, each cut at 8 scales; NaN where the last or all nights
  /// before it are absent.
  [[nodiscard]] std::vector<float> recent_means() const;

  /// How many nights recent_means() is the mean of, where it is one.
  [[nodiscard]] std::size_t recent_nights(std::size_t value) const;

  /// The last standing; NaN where that night did not compare it.
  [[nodiscard]] float last(std::size_t value) const { return recent_.back()[value]; }

  /// One-sided CUSUM against the subject's own mean: self-starting (Hawkins 1987, J. Quality
  /// Technology 19), in standard deviations from night to night: a column's, of all its subjects'
  /// steps to the better side on all nights, for what fails makes a step to the other. 0 where
  /// fewer than 5 nights are known.
  [[nodiscard]] float decline(std::size_t value) const;

  /// How far the last standing is below the subject's own mean of the nights before.
  [[nodiscard]] float below_own(std::size_t value) const;

 private:
  /// Mean square of the steps to the better side, of as many steps.
  struct Spread {
    double square = 0, steps = 0;
  };
  void fold_column(std::size_t column, std::span<const float> standings);
  [[nodiscard]] static double spread_with(Spread& known, std::vector<float>& steps);

  std::size_t nodes_, columns_, nights_ = 0;
  std::deque<std::vector<float>> recent_;  ///< newest last
  std::vector<float> mean_, sum_;
  std::vector<std::uint16_t> known_;  ///< nights behind mean_
  std::vector<Spread> spreads_;       ///< one a column
};

}  // namespace assay
