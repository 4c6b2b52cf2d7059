#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "reports/certificate/certificate.hpp"
#include "reports/profile.hpp"
#include "reports/reader.hpp"
#include "reports/verdict.hpp"

namespace assay {

/// What a certificate takes from one report and its judgement.
struct JudgedReport {
  std::string source, hash, tool, level;
  bool of_fabric = false;
  TestedNode node;
  std::vector<std::string> untold;  ///< parts of the identity that the report lacks
  Judgement judgement;
  std::string profile_hash, certify_level;
};

/// `report` was read with its hash; `profile` is the one that it was judged against.
[[nodiscard]] JudgedReport judged_report(const ReadReport& report, const Profile& profile,
                                         Judgement judgement);

struct CertificateTerms {
  std::int64_t now_s = 0;    ///< seconds since 1970
  std::int64_t valid_s = 0;  ///< how long from now
  bool accept_warnings = false;
  bool without_board_serial = false;  ///< the board has none: that is then signed
  std::string baseline_hash;          ///< as in Certificate
};

/// A certificate that nobody has signed yet, without issuer and sequence number; worth nothing if
/// there are refusals.
struct Draft {
  std::vector<Reason> refusals;  ///< worst first
  Certificate certificate;
};

/// What can be certified of these reports together: every one of them passed, at the profile's
/// level or above, is of one node and of the same hardware. The order of reports does not matter.
[[nodiscard]] Draft draw_up(const std::vector<JudgedReport>& reports,
                            const CertificateTerms& terms);

}  // namespace assay
