#include "core/dmi.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace assay {

Reading read_dmi(const HostFiles& files, const std::string& field) {
  constexpr std::array<std::string_view, 7> blanks{
      "",          "To Be Filled By O.E.M.", "Default string",
      "None",      "Not Specified",          "System Serial Number",
      "0123456789"};
  Reading reading = files.read("/sys/class/dmi/id/" + field);
  const bool blank = std::find(blanks.begin(), blanks.end(), reading.text) != blanks.end();
  return reading.ok() && blank ? Reading{} : reading;
}

}  // namespace assay
