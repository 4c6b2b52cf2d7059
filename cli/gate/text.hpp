#pragma once
#include <string>

#include "reports/certificate/admit.hpp"

namespace assay {

/// A line for people: "fail expired-certificate: it expired at ...; run the tests again ...".
[[nodiscard]] std::string reason_line(const Reason& reason);

/// What a certificate says, a line an entry.
[[nodiscard]] std::string certificate_text(const Certificate& certificate);

/// One JSON object and a newline: {"verdict", "node", "certificate", "profile", "level", "expires",
/// "reasons": [{"id", "verdict", "text"}]}; what is not known is left out.
[[nodiscard]] std::string admission_json(const Admission& admission);

/// "admitted" or "refused", then the certificate and the reasons.
[[nodiscard]] std::string admission_text(const Admission& admission);

}  // namespace assay
