#include "core/dmi.hpp"

#include "core/placeholder.hpp"

namespace assay {

Reading read_dmi(const HostFiles& files, const std::string& field) {
  Reading reading = files.read("/sys/class/dmi/id/" + field);
  return reading.ok() && is_placeholder(reading.text) ? Reading{} : reading;
}

}  // namespace assay
