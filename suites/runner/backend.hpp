#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.hpp"
#include "suites/registry.hpp"
#include "suites/runner/scripted_device.hpp"

namespace assay {

class Ranks;

/// One device, as it is known before any worker starts: from the node's inventory or from a process
/// that was sent to look.
struct DeviceSubject {
  Subject subject;  ///< what results are about whose worker did not live to tell
  std::optional<std::int64_t> numa_node;   ///< where its worker is bound; absent = it is not
  std::optional<ScriptedDevice> scripted;  ///< in place of a real one
};

/// Which device a worker shall open for a test, and how it misbehaves in it.
struct Target {
  Subject subject;
  Script script;
  std::optional<ScriptedDevice> scripted;
};

/// One kind of device: its tests, its devices, and how a worker opens one. A module adds a kind by
/// filling this in: `registry` from its own register_all(), `subjects` without opening anything,
/// `open` by Target::subject's index.
struct Backend {
  std::string kind;  ///< "host", "cuda"
  Registry registry;
  std::vector<DeviceSubject> subjects = {DeviceSubject{}};  ///< by index; at least one
  /// Called in a worker only, once a test for each device that the test needs: one, or all of
  /// `subjects` in their order for a test of the whole node. Throws Error where it does not open.
  std::function<std::unique_ptr<Device>(const Target& target, Clock& clock)> open;
  /// For tests that declare ranked, in a worker; nullptr where there are no other ranks.
  std::shared_ptr<Ranks> ranks = {};
  /// Why none of its tests that declare ranked can be carried out; "" = nobody asked for others.
  std::string why_alone = {};
  /// How this worker came to work ("numa_node"); stands as facts in each of its devices' results.
  std::map<std::string, std::string> facts = {};
};

}  // namespace assay
