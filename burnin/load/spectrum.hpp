#pragma once
#include <vector>

#include "burnin/load/load.hpp"

namespace assay {

/// One line of the spectrum of what was commanded (not measured).
struct CommandedLine {
  double hertz = 0;
  double amplitude = 0;  ///< of a sine of this frequency, in levels: 1 = as much as the target is
};

/// The first `most` lines of the level of what `load` plays at `t_s`, lowest frequency first; empty
/// where it does not repeat itself. Of a sweep they are those of the frequency at that time. Lines
/// whose amplitude is under 1e-9 are left out (every second one of a duty of a half).
///
/// Source: the Fourier series of a function that is constant between edges,
/// c_k = (1/T) integral of level e^(-2 pi i k t / T), summed stretch by stretch; amplitude 2 |c_k|.
/// A square wave of duty D has 2 |sin(pi k D)| / (pi k).
[[nodiscard]] std::vector<CommandedLine> commanded_lines(const Load& load, double t_s,
                                                         std::size_t most = 8);

}  // namespace assay
