#pragma once
#include <sys/types.h>

#include "core/clock.hpp"
#include "core/host_files.hpp"
#include "suites/runner/answer.hpp"
#include "suites/runner/backend.hpp"
#include "suites/runner/job.hpp"

namespace assay {

/// Makes this process a worker of `parent`: it dies with it, leaves no core file, and is the first
/// to go where memory runs short. Throws Error if `parent` is gone already.
void become_worker(pid_t parent);

/// Carries out jobs from the channel until it is closed. Throws Error if there is no channel.
void serve(int channel, const Backend& backend, const HostFiles& files, Clock& clock,
           const ResultCodec& codec);

/// Carries out one job here and now. A test that throws has the outcome `error`; what it found
/// before stays.
[[nodiscard]] Answer carry_out(const Job& job, const Backend& backend, const HostFiles& files,
                               Clock& clock);

}  // namespace assay
