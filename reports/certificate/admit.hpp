#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "reports/certificate/chassis.hpp"
#include "reports/certificate/seen.hpp"
#include "reports/certificate/trust.hpp"

namespace assay {

/// A profile that counts: by its name, and where `hash` is not "" in exactly that version.
struct AllowedProfile {
  std::string name, hash;
};

/// What a node is admitted by. All of it comes from the node's own configuration.
struct AdmissionRules {
  Trust trust;
  std::vector<AllowedProfile> profiles;        ///< none: every profile that an issuer signs counts
  std::optional<std::int64_t> least_sequence;  ///< older certificates are withdrawn
  std::optional<double> lists_max_age_s;       ///< older revocation lists are unknown
  bool same_driver = false;                    ///< the driver must be the one that was tested, too
  Seen seen;
  double now_wall_s = 0;  ///< seconds since 1970
};

/// A revocation list as it was read.
struct ListFile {
  std::string name, text;
};

/// What is presented.
struct Presented {
  std::optional<std::string> certificate;  ///< contents of its file; nothing if there is none
  std::vector<ListFile> lists;
};

struct Admission {
  Verdict verdict = Verdict::unknown;
  std::vector<Reason> reasons;             ///< worst first; none unless refused
  std::optional<Certificate> certificate;  ///< if its signature is good
  Seen seen;  ///< what is to be remembered: good lists, and the certificate if admitted
};

/// Admits (`pass` or, of a certificate with accepted warnings, `warn`) only where every rule holds
/// and `chassis` is what was tested. Of a certificate that is not good nothing else is said.
[[nodiscard]] Admission admit(const Presented& presented, const Chassis& chassis,
                              const AdmissionRules& rules);

}  // namespace assay
