#pragma once
#include <unistd.h>

#include <string>

#include "reports/reader.hpp"
#include "reports/writer.hpp"
#include "suites/runner/runner.hpp"

namespace assay {

/// Results as they travel between workers and the program.
inline ResultCodec codec() {
  return {[](const Result& result) { return to_json(result); },
          [](std::string_view text) { return read_result(text, "worker"); }};
}

/// A worker that is honest or mad, as `kind` says (worker_double.cpp).
inline WorkerProgram worker_double(const std::string& kind) {
  return {ASSAY_WORKER_DOUBLE, {kind, std::to_string(getpid())}};
}

/// A crew of one, on a scripted device.
inline Crew crew_of(const WorkerProgram& program) {
  return {.posts = {{program, {.scripted = ScriptedDevice{}}}}, .whole_node = program};
}

/// A crew of GPUs, whose workers `programs` are.
inline Crew crew_of_gpus(const std::vector<WorkerProgram>& programs) {
  Crew crew{.posts = {}, .whole_node = worker_double("honest")};
  for (const WorkerProgram& program : programs) {
    DeviceSubject device{.scripted = ScriptedDevice{}};
    device.subject.kind = "gpu";
    device.subject.index = static_cast<std::int64_t>(crew.posts.size());
    crew.posts.push_back({program, device});
  }
  return crew;
}

}  // namespace assay
