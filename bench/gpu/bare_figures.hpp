#pragma once
#include <map>
#include <string>
#include <vector>

#include "core/units.hpp"

namespace assay {

/// What another program reached on a GPU of this node.
struct BareFigure {
  std::string what;  ///< the call, in words
  double median = 0;
  Unit unit = Unit::count;
};

/// What gpu-baseline or torch_matmul.py wrote.
struct BareFigures {
  std::string by;                            ///< whose: "bare CUDA calls", "torch 2.9.1"
  std::string pci;                           ///< of the GPU; "" = it does not say
  std::map<std::string, BareFigure> beside;  ///< by our metric: "link.host_to_device.bandwidth"
  std::vector<std::string> missing;          ///< what could not be had, and why
};

/// Throws InputError naming the file where it is not such a file or a number in it is not finite.
[[nodiscard]] BareFigures read_bare_figures(const std::string& path);

}  // namespace assay
