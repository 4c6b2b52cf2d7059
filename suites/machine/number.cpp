#include "suites/machine/number.hpp"

#include "core/text.hpp"

namespace assay {

Number read_number(const HostFiles& files, const std::string& path) {
  const Reading reading = files.read(path);
  Number number{reading.state, {}, {}};
  if (reading.ok()) number.value = whole_number(reading.text);
  if (reading.ok() && !number.value) {
    number.state = Reading::State::unreadable;
    number.reason = path + ": not a number";
  } else if (reading.state == Reading::State::unreadable) {
    number.reason = path + ": " + reading.reason;
  }
  return number;
}

}  // namespace assay
