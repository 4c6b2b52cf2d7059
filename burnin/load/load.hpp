#pragma once
#include <optional>
#include <string>
#include <vector>

#include "burnin/load/shape.hpp"

namespace assay {

/// Which kernels a load is made of: shares of its busy time, which add up to 1; none at all is
/// idling.
struct Mix {
  double products = 0;  ///< matrix products, on the matrix units where there are some
  double streams = 0;   ///< reading and writing main memory
  double copies = 0;    ///< both ways over the link to the host
  friend bool operator==(const Mix&, const Mix&) = default;
};

/// "products 70 %, streams 30 %"; "idle" for none.
[[nodiscard]] std::string describe(const Mix& mix);
/// What describe() wrote; nothing for anything else.
[[nodiscard]] std::optional<Mix> mix_from_text(const std::string& text);

/// A stretch of a load in which one shape is played.
struct Phase {
  Shape shape = Shape::soak();
  double seconds = 0;
  double target = 1;          ///< what level 1 means: the share of the time that is busy
  Mix mix = {.products = 1};  ///< what is done at the shape's level
  Mix meanwhile = {};         ///< what is done in the rest of the time
};

/// Phases, one after another, as a function of the time since the load's start, in seconds.
class Load {
 public:
  /// Throws Error if there is no phase, if one takes no time, has a target that is not in (0, 1],
  /// or shares that are negative or do not add up to 1 (0: idle).
  explicit Load(std::vector<Phase> phases);
  [[nodiscard]] const std::vector<Phase>& phases() const noexcept { return phases_; }
  [[nodiscard]] double seconds() const noexcept { return starts_.back(); }

  /// The phase at `t_s` and where in it that is; the last one where the load is over.
  struct Place {
    const Phase& phase;
    double t_s;  ///< since the phase began
  };
  [[nodiscard]] Place at(double t_s) const noexcept;
  /// The share of the time that is to be busy: level x target; 0 before and after the load.
  [[nodiscard]] double level(double t_s) const noexcept;
  /// When level() or the mix next jumps after `t_s`; the load's end is the last.
  [[nodiscard]] std::optional<double> next_edge(double t_s) const noexcept;
  /// Commanded seconds of work on Phase::mix in [from_s, to_s].
  [[nodiscard]] double busy_seconds(double from_s, double to_s) const noexcept;
  /// "ramp over 300 s; soak" with its seconds, for facts.
  [[nodiscard]] std::string describe() const;

 private:
  [[nodiscard]] std::size_t index_at(double t_s) const noexcept;
  [[nodiscard]] double time_in_phase(std::size_t index, double t_s) const noexcept;
  std::vector<Phase> phases_;
  std::vector<double> starts_;  ///< of each phase, and the end of the last
};

}  // namespace assay
