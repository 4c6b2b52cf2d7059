#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "core/clock.hpp"
#include "suites/registry.hpp"
#include "suites/runner/scripted_device.hpp"

namespace assay {

/// One kind of device: its tests, and how a worker opens it.
struct Backend {
  std::string kind;  ///< "host", "cuda"
  Registry registry;
  /// Called in a worker only, once a test, with that test's faults. `scripted`: in place of a real
  /// device.
  std::function<std::unique_ptr<Device>(
      const Script& script, const std::optional<ScriptedDevice>& scripted, Clock& clock)>
      open;
  Subject subject;  ///< what a result is about whose worker did not live to tell
};

}  // namespace assay
