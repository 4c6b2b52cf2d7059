#pragma once
#include <string>
#include <vector>

#include "reports/writer.hpp"
#include "suites/runner/answer.hpp"
#include "suites/runner/backend.hpp"

namespace assay {

/// Every kind of device that this program can run tests on.
[[nodiscard]] std::vector<Backend> backends();

/// Those that --device `choice` (host, cuda, all) means. Throws InputError if this program has none
/// of it.
[[nodiscard]] std::vector<Backend> chosen_backends(const std::string& choice);

/// Results between workers and parent travel as they stand in a report.
[[nodiscard]] ResultCodec json_codec();

}  // namespace assay
