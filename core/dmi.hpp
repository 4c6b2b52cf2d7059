#pragma once
#include <string>

#include "core/host_files.hpp"

namespace assay {

/// What the board says of itself in /sys/class/dmi/id/<field>. Absent also where it says one of the
/// phrases that boards are delivered with which nobody named ("To Be Filled By O.E.M.").
[[nodiscard]] Reading read_dmi(const HostFiles& files, const std::string& field);

}  // namespace assay
