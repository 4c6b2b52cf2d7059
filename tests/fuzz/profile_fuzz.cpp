#include <cstddef>
#include <cstdint>
#include <string>

#include "core/error.hpp"
#include "reports/profile.hpp"
#include "reports/site.hpp"

/// Whatever stands in a profile or site file, it is read or refused by name; and a profile that is
/// read can be used.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  try {
    const assay::Profile profile = assay::read_profile(text, "fuzz.yaml");
    for (const assay::Limit& limit : profile.limits)
      if (!limit.at_least && !limit.at_most && !limit.warn_below && !limit.warn_above)
        __builtin_trap();
  } catch (const assay::InputError&) {
  }
  try {
    (void)assay::read_site(text, "fuzz.yaml");
  } catch (const assay::InputError&) {
  }
  return 0;
}
