#pragma once
#include <array>
#include <cstddef>
#include <cstdint>

namespace assay::peers {

constexpr std::size_t kTailShapes = 12;
using TailLikelihood = std::array<double, kTailShapes>;

/// How many standings were better than their peers' location by so many scales. Faults make
/// subjects worse, so the better side shows how heavy the tails of healthy ones are.
class TailCount {
 public:
  static constexpr double kFrom = 2;  ///< only standings above this need add()
  static constexpr std::array<double, 9> kEdges{2, 2.5, 3, 3.5, 4, 5, 7, 10, 20};  ///< of bins

  void add(double z);
  void count_all(std::size_t better) { all_ += better; }  ///< standings above 0, tails included
  TailCount& operator+=(const TailCount& other);

  [[nodiscard]] std::size_t all() const { return all_; }

  /// Logarithm of the likelihood of each shape of tail, heaviest shape first.
  [[nodiscard]] TailLikelihood likelihood() const;

 private:
  std::array<std::uint32_t, kEdges.size()> beyond_{};  ///< a bin begins at its edge
  std::size_t all_ = 0;
};

/// A Student distribution that is as heavy as the counted tails.
struct TailFit {
  double freedom = 0;  ///< degrees of freedom of the tails; large = normal
  double factor = 1;   ///< a z-score x this is a Student variable

  /// The heaviest shape whose likelihood is within 1 (one standard error) of the best. Shapes of 10
  /// degrees and fewer count as 0.7 times that.
  [[nodiscard]] static TailFit of(const TailLikelihood& likelihood);

  /// Which of the shapes `fit` has.
  [[nodiscard]] static std::size_t shape_of(const TailFit& fit);

  /// Those of `fit` whose scale is known from values worth `freedom` degrees only.
  [[nodiscard]] TailFit with_scale_of(double scale_freedom) const;

  /// Those that are left where this was counted on standings whose scales were worth
  /// `scale_freedom` degrees at most: what with_scale_of() adds is in the counted tails already.
  /// Shapes that count as heavy stay: nothing is known of how far out they reach.
  [[nodiscard]] TailFit without_scale_of(double scale_freedom) const;

  /// Chance of a standing of -z or worse, z above 0.
  [[nodiscard]] double chance(double z) const;

  /// The z above 0 that is exceeded with chance `p`.
  [[nodiscard]] double reach(double p) const;
};

/// The scale that fit_sorted() finds for a Student variable of `freedom` degrees.
[[nodiscard]] double fitted_scale(double freedom);

}  // namespace assay::peers
