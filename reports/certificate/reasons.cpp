#include "reports/certificate/reasons.hpp"

#include <array>

#include "core/error.hpp"

namespace assay {
namespace {

constexpr Verdict kFail = Verdict::fail;
constexpr Verdict kUnknown = Verdict::unknown;

constexpr auto kKinds = std::to_array<ReasonKind>({
    {"altered-certificate", kFail, "a certificate is not byte for byte what was signed",
     "the file was cut off, edited or converted, or somebody forges certificates",
     "fetch it again from where it was issued; if it stays, find out who wrote the file"},
    {"unknown-issuer", kFail, "a certificate is signed by a key that is not trusted here",
     "a public key that was not rolled out yet, or one that was withdrawn",
     "roll out the issuer's public key, or certify with a key that is trusted"},
    {"expired-certificate", kFail, "a certificate has expired",
     "the node was not tested for longer than certificates are valid",
     "run the tests again and certify their report"},
    {"certificate-from-future", kFail, "a certificate was issued after now", "a clock is wrong",
     "set the clock of the node, or of where it was issued"},
    {"revoked-certificate", kFail, "a certificate was revoked",
     "what was found out about the node after it was certified",
     "read the reason, then test and certify the node again"},
    {"replayed-certificate", kFail, "a newer certificate was admitted on this node before",
     "an old file that was put back, or a restored image", "present the newest certificate"},
    {"withdrawn-sequence", kFail, "a certificate is older than the oldest that still counts",
     "all certificates up to that number were withdrawn", "test and certify the node again"},
    {"profile-not-allowed", kFail, "a certificate is about a profile that does not count here",
     "a node of another kind, another version of the profile, or one that was tested too leniently",
     "test and certify the node against a profile that is allowed"},
    {"other-machine", kFail, "a certificate is of another machine",
     "a copied file, a new system image, or an exchanged board", "test and certify this machine"},
    {"changed-hardware", kFail, "the hardware is not what was tested",
     "a part that was exchanged, moved, added, flashed or fell off the bus since",
     "find out what changed, then test and certify the node again"},
    {"changed-driver", kFail, "the driver is not the one that was tested",
     "an update since the test", "test and certify the node again"},
    {"differing-reports", kFail, "the reports are of different hardware",
     "reports of several nodes, or a part that was exchanged between two runs",
     "certify reports of one node, made with the same parts"},
    {"unaccepted-warning", kFail, "there are warnings, and nobody accepted them",
     "as the warnings say", "look into them; --accept-warnings writes them into the certificate"},
    {"absent-certificate", kUnknown, "there is no certificate to read",
     "the node was never certified, or the file was not brought there",
     "test and certify the node"},
    {"hidden-identity", kUnknown, "the machine does not tell what stands in it",
     "rights that are lacking, a driver that is not loaded, a GPU in trouble, a container",
     "run as root on the node itself and look into the kernel log"},
    {"bad-revocations", kUnknown, "a revocation list cannot be relied on",
     "it was altered, is signed by a key that is not trusted, or was put back",
     "fetch the newest list from its issuer"},
    {"stale-revocations", kUnknown, "a revocation list is too old",
     "it was not brought to this node again", "fetch the newest list from its issuer"},
    {"fabric-report", kUnknown, "a report is of several nodes",
     "a certificate is about the hardware of one node", "certify the node's own report"},
    {"foreign-report", kUnknown, "a report was written by another tool", "it was imported",
     "certify a report of assay run"},
    {"low-level", kUnknown, "a report is of a lower level than the profile certifies",
     "a quicker run than certificates need", "run at the level that the reason names"},
    {"incomplete-identity", kUnknown, "a report does not tell what stood in the machine",
     "a run without root's rights, or a driver that did not tell",
     "run as root and certify that report"},
});

}  // namespace

std::span<const ReasonKind> gate_reason_kinds() { return kKinds; }

Reason gate_reason(std::string_view id, const std::string& text) {
  for (const ReasonKind& kind : kKinds) {
    if (kind.id != id) continue;
    Reason reason;
    reason.id = kind.id;
    reason.verdict = kind.verdict;
    reason.text = text + "; " + std::string(kind.action);
    return reason;
  }
  throw Error("no reason is called " + std::string(id));
}

}  // namespace assay
