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

}  // namespace assay
