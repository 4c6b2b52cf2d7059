#include "reports/certificate/draw_up.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "core/placeholder.hpp"
#include "core/text.hpp"
#include "reports/catalogue/make_reason.hpp"

namespace assay {
namespace {

constexpr const char* kBoardSerial = "the board's serial number";

TestedNode identity_of(const Node& node, std::vector<std::string>& untold) {
  const auto demand = [&](const std::string& value, const std::string& what) {
    if (is_placeholder(value)) untold.push_back(what);
  };
  TestedNode identity{
      .hostname = node.hostname, .machine_id = node.machine_id, .board_serial = node.board_serial};
  if (const auto driver = node.software.find("driver"); driver != node.software.end())
    identity.driver = driver->second;
  demand(node.machine_id, "the machine id");
  demand(node.board_serial, kBoardSerial);
  for (const Gpu& gpu : node.gpus) {
    const std::string which = " of GPU " + std::to_string(gpu.index);
    demand(gpu.pci, "the PCI address" + which);
    demand(gpu.uuid, "the UUID" + which);
    demand(gpu.vbios, "the VBIOS" + which);
    identity.gpus.push_back(
        {.pci = gpu.pci, .uuid = gpu.uuid, .vbios = gpu.vbios, .serial = gpu.serial});
  }
  for (const Nic& nic : node.nics) {
    // Only RDMA devices tell firmware and GUID; a GUID of zeros is that of a device that has none.
    const bool masked = is_placeholder(nic.guid);
    if (masked && (!nic.guid.empty() || !nic.firmware.empty()))
      untold.push_back("the GUID of " + nic.name);
    if (!masked) identity.nics.push_back(nic.guid);
  }
  std::sort(identity.gpus.begin(), identity.gpus.end(),
            [](const TestedGpu& a, const TestedGpu& b) { return a.pci < b.pci; });
  std::sort(identity.nics.begin(), identity.nics.end());
  return identity;
}

class Refusals {
 public:
  void add(ReasonId id, const JudgedReport& report, const std::string& text) {
    reasons_.push_back(make_reason(id, report.source + ": " + text));
  }
  void add(const Reason& reason) { reasons_.push_back(reason); }
  [[nodiscard]] std::vector<Reason> take() {
    std::stable_sort(reasons_.begin(), reasons_.end(),
                     [](const Reason& a, const Reason& b) { return a.verdict > b.verdict; });
    return std::move(reasons_);
  }

 private:
  std::vector<Reason> reasons_;
};

void check_kind(const JudgedReport& report, const CertificateTerms& terms, Refusals& refusals) {
  if (report.of_fabric) return refusals.add("fabric-report", report, "is of several nodes");
  if (report.tool != "assay")
    refusals.add("foreign-report", report, "was written by " + report.tool);
  std::vector<std::string> untold = report.untold;
  if (terms.without_board_serial) std::erase(untold, kBoardSerial);
  if (!untold.empty())
    refusals.add("incomplete-identity", report, "does not tell " + joined(untold, ", "));
}

void check_verdict(const JudgedReport& report, const CertificateTerms& terms, Refusals& refusals) {
  const Verdict verdict = report.judgement.verdict;
  const std::size_t warnings = report.judgement.reasons.size();
  if (verdict == Verdict::warn && !terms.accept_warnings)
    refusals.add("unaccepted-warning", report,
                 "has " + std::to_string(warnings) + (warnings == 1 ? " warning" : " warnings"));
  if (verdict != Verdict::pass && !(verdict == Verdict::warn && terms.accept_warnings))
    for (const Reason& reason : report.judgement.reasons) refusals.add(reason);
  if (level_rank(report.level) < level_rank(report.certify_level))
    refusals.add("low-level", report,
                 "is of level " + report.level + ", and profile " + report.judgement.profile +
                     " certifies " + report.certify_level);
}

void check_likeness(const JudgedReport& first, const JudgedReport& other, Refusals& refusals) {
  if (!(other.node == first.node))
    refusals.add("differing-reports", other, "is not of the same hardware as " + first.source);
  if (other.profile_hash != first.profile_hash)
    refusals.add("differing-reports", other, "is not for the same profile as " + first.source);
}

std::string warning_text(const Reason& reason) {
  std::vector<std::string> words{reason.id};
  for (const std::string* word : {&reason.test, &reason.metric, &reason.subject})
    if (!word->empty()) words.push_back(*word);
  return joined(words, " ");
}

void add_evidence(const JudgedReport& report, Certificate& certificate) {
  if (report.hash.empty()) throw Error("a report without its hash");
  certificate.reports.push_back(report.hash);
  certificate.verdict = std::max(certificate.verdict, report.judgement.verdict);
  if (level_rank(report.level) > level_rank(certificate.level)) certificate.level = report.level;
  for (const Reason& reason : report.judgement.reasons)
    certificate.warnings.push_back(warning_text(reason));
}

template <class T>
void sort_and_unite(std::vector<T>& items) {
  std::sort(items.begin(), items.end());
  items.erase(std::unique(items.begin(), items.end()), items.end());
}

}  // namespace

JudgedReport judged_report(const ReadReport& read, const Profile& profile, Judgement judgement) {
  const Report& report = read.report;
  JudgedReport judged{.source = read.source,
                      .hash = read.hash,
                      .tool = report.run.tool.name,
                      .level = report.run.level,
                      .of_fabric = !report.nodes.empty(),
                      .judgement = std::move(judgement),
                      .profile_hash = profile.hash,
                      .certify_level = profile.certify_level};
  judged.node = identity_of(report.node, judged.untold);
  return judged;
}

Draft draw_up(const std::vector<JudgedReport>& reports, const CertificateTerms& terms) {
  if (reports.empty()) throw Error("a certificate without evidence");
  Refusals refusals;
  const JudgedReport& first = reports.front();
  Certificate certificate{.issued_s = terms.now_s,
                          .expires_s = terms.now_s + terms.valid_s,
                          .profile = first.judgement.profile,
                          .profile_hash = first.profile_hash,
                          .baseline_hash = terms.baseline_hash,
                          .level = first.level,
                          .verdict = Verdict::pass,
                          .node = first.node};
  for (const JudgedReport& report : reports) {
    check_kind(report, terms, refusals);
    check_verdict(report, terms, refusals);
    check_likeness(first, report, refusals);
    add_evidence(report, certificate);
  }
  sort_and_unite(certificate.reports);
  sort_and_unite(certificate.warnings);
  return {refusals.take(), std::move(certificate)};
}

}  // namespace assay
