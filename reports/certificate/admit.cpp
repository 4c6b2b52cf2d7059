#include "reports/certificate/admit.hpp"

#include <algorithm>

#include "core/clock.hpp"
#include "reports/catalogue/make_reason.hpp"
#include "reports/certificate/json.hpp"

namespace assay {
namespace {

/// Clocks of two machines differ; by more than this one of them is wrong.
constexpr double kClockDifference_s = 300;

using Reasons = std::vector<Reason>;

void add(Reasons& reasons, ReasonId id, const std::string& text) {
  reasons.push_back(make_reason(id, text));
}

/// The certificate if it is good.
std::optional<Certificate> good_certificate(const Presented& presented, const Trust& trust,
                                            Reasons& reasons) {
  if (!presented.certificate) {
    add(reasons, "absent-certificate", "there is no such file");
    return std::nullopt;
  }
  Verified<Certificate> found = verified_certificate(*presented.certificate, trust);
  switch (found.state) {
    case Verified<Certificate>::State::good:
      return std::move(found.document);
    case Verified<Certificate>::State::unknown_issuer:
      add(reasons, "unknown-issuer", found.why);
      break;
    case Verified<Certificate>::State::altered:
      add(reasons, "altered-certificate", "the certificate " + found.why);
      break;
  }
  return std::nullopt;
}

void check_time(const Certificate& certificate, double now_s, Reasons& reasons) {
  if (static_cast<double>(certificate.issued_s) > now_s + kClockDifference_s)
    add(reasons, "certificate-from-future",
        "it was issued at " + time_text(certificate.issued_s) + ", and now is " + iso8601(now_s));
  if (static_cast<double>(certificate.expires_s) <= now_s)
    add(reasons, "expired-certificate", "it expired at " + time_text(certificate.expires_s));
}

void check_sequence(const Certificate& certificate, const AdmissionRules& rules, Reasons& reasons) {
  const std::string number = std::to_string(certificate.sequence);
  if (certificate.sequence < rules.seen.certificate)
    add(reasons, "replayed-certificate",
        "its number is " + number + ", and " + std::to_string(rules.seen.certificate) +
            " was admitted before");
  if (rules.least_sequence && certificate.sequence < *rules.least_sequence)
    add(reasons, "withdrawn-sequence",
        "its number is " + number + ", and those below " + std::to_string(*rules.least_sequence) +
            " do not count");
}

void check_profile(const Certificate& certificate, const AdmissionRules& rules, Reasons& reasons) {
  const auto allows = [&](const AllowedProfile& allowed) {
    return allowed.name == certificate.profile &&
           (allowed.hash.empty() || allowed.hash == certificate.profile_hash);
  };
  if (rules.profiles.empty() || std::any_of(rules.profiles.begin(), rules.profiles.end(), allows))
    return;
  add(reasons, "profile-not-allowed",
      "it is about profile " + certificate.profile + " (" + certificate.profile_hash + ")");
}

/// A signature alone does not make a list the newest.
void check_list(const RevocationList& list, const std::string& file, const AdmissionRules& rules,
                Reasons& reasons) {
  const auto known = rules.seen.revocations.find(list.issuer);
  if (known != rules.seen.revocations.end() && list.sequence < known->second)
    add(reasons, "bad-revocations",
        file + " has number " + std::to_string(list.sequence) + ", and " +
            std::to_string(known->second) + " of this issuer was seen before");
  const double age_s = rules.now_wall_s - static_cast<double>(list.issued_s);
  if (age_s < -kClockDifference_s)
    add(reasons, "bad-revocations", file + " was issued after now: " + time_text(list.issued_s));
  if (rules.lists_max_age_s && age_s > *rules.lists_max_age_s)
    add(reasons, "stale-revocations", file + " is of " + time_text(list.issued_s));
}

/// Looks for `id` in every list; those that are as they should be are noted in `seen`.
void check_revocations(const std::vector<ListFile>& lists, const std::string& id,
                       const AdmissionRules& rules, Seen& seen, Reasons& reasons) {
  for (const ListFile& file : lists) {
    const Verified<RevocationList> found = verified_revocations(file.text, rules.trust);
    if (found.state != Verified<RevocationList>::State::good) {
      add(reasons, "bad-revocations", file.name + ": " + found.why);
      continue;
    }
    const RevocationList& list = found.document;
    const std::size_t before = reasons.size();
    check_list(list, file.name, rules, reasons);
    if (reasons.size() == before)
      seen = merged(seen, {.revocations = {{list.issuer, list.sequence}}});
    const auto revoked = list.revoked.find(id);
    if (revoked == list.revoked.end()) continue;
    const Revocation& why = revoked->second;
    add(reasons, "revoked-certificate",
        "it was revoked at " + time_text(why.at_s) + (why.reason.empty() ? "" : ": " + why.reason));
  }
}

Verdict worst(const Reasons& reasons, Verdict verdict) {
  for (const Reason& reason : reasons) verdict = std::max(verdict, reason.verdict);
  return verdict;
}

}  // namespace

Admission admit(const Presented& presented, const Chassis& chassis, const AdmissionRules& rules) {
  Admission admission;
  Reasons& reasons = admission.reasons;
  admission.seen = rules.seen;
  admission.certificate = good_certificate(presented, rules.trust, reasons);
  if (admission.certificate) {
    const Certificate& certificate = *admission.certificate;
    check_time(certificate, rules.now_wall_s, reasons);
    check_revocations(presented.lists, certificate_id(certificate), rules, admission.seen, reasons);
    check_sequence(certificate, rules, reasons);
    check_profile(certificate, rules, reasons);
    for (Reason& reason : compare_hardware(certificate.node, chassis, rules.same_driver))
      reasons.push_back(std::move(reason));
  }
  std::stable_sort(reasons.begin(), reasons.end(),
                   [](const Reason& a, const Reason& b) { return a.verdict > b.verdict; });
  // Without reasons there is a certificate: its own verdict is then the node's.
  admission.verdict =
      worst(reasons, reasons.empty() ? admission.certificate->verdict : Verdict::pass);
  if (reasons.empty())
    admission.seen = merged(admission.seen, {.certificate = admission.certificate->sequence});
  return admission;
}

}  // namespace assay
