#include "reports/judge/reasons.hpp"

#include <array>
#include <string>

#include "core/error.hpp"

namespace assay {
namespace {

constexpr Verdict kFail = Verdict::fail;
constexpr Verdict kUnknown = Verdict::unknown;
constexpr Verdict kWarn = Verdict::warn;

constexpr auto kKinds = std::to_array<ReasonKind>({
    {"defect", kFail, "a test found wrong answers",
     "memory, a core or a link that corrupts data; unstable clocks or voltage",
     "take the hardware named out of service and keep this report for the vendor"},
    {"below-limit", kFail, "a measurement is under the limit",
     "slow or hot hardware, a narrow link, other work on the machine, a limit for other hardware",
     "compare with the node's peers, look at its telemetry, then run the test again alone"},
    {"above-limit", kFail, "a measurement is over the limit",
     "errors counted by the hardware, slow or hot hardware, a limit for other hardware",
     "look at the counter or sensor named, then run the test again alone"},
    {"unexpected-fact", kFail, "a result came about in another way than the limit demands",
     "a wrong transport, algorithm, mode or version was chosen",
     "set the machine up as the profile demands and run again"},
    {"unexpected-machine", kFail, "the machine is not what the profile expects",
     "another model, firmware or setting, or the wrong profile",
     "correct the setting or choose the profile of this machine"},
    {"peer-outlier-confirmed", kFail, "a measurement is worse than that of its peers, twice",
     "slow or hot hardware, a narrow link, a bad slot or cable",
     "take the hardware named out of service and keep both reports"},
    {"digest-dissent", kFail, "a digest that is the same on all other machines is another here",
     "a unit that computes wrongly: silent corruption",
     "take the hardware named out of service and keep this report for the vendor"},
    {"absent-test", kUnknown, "no result of a test that a limit demands",
     "the test was left out, or its result was lost", "run it without leaving tests out"},
    {"no-match", kUnknown, "results of the test, but none that the limit selects",
     "the test ran on another kind of subject or with other parameters than the limit names",
     "check the limit with `assay lint`"},
    {"absent-metric", kUnknown, "a result lacks the metric that a limit demands",
     "the test could not read it, or the limit misspells it",
     "read the result's reason, check the limit with `assay lint`"},
    {"absent-value", kUnknown, "a metric is there without a value",
     "a counter that saturated, was reset or cannot be read, or a sample that was no number",
     "find out why it could not be read, then run again"},
    {"not-finite", kUnknown, "a number is NaN or infinite", "a fault in what wrote the report",
     "run again; report it if it stays"},
    {"zero-samples", kUnknown, "a metric rests on no samples, or on too few for its statistic",
     "the test was stopped before it measured", "give the test more time"},
    {"absent-statistic", kUnknown, "the judged statistic is not among the samples'",
     "a single reading was measured, or the report names an unknown statistic",
     "let the limit judge a statistic that the test reports"},
    {"value-mismatch", kUnknown, "a value is not the statistic it claims to be",
     "the report was altered or wrongly converted",
     "read the report again from where it was written"},
    {"best-sample", kUnknown, "the value is the best sample", "a report made by another tool",
     "name the statistic to judge in the limit"},
    {"inconsistent-samples", kUnknown, "statistics of the samples contradict each other",
     "the report was altered or wrongly converted",
     "read the report again from where it was written"},
    {"implausible", kUnknown, "a value cannot be true",
     "work that was not done, a clock that jumped, a wrong peak",
     "run again; report it if it stays"},
    {"wrong-unit", kUnknown, "a metric has another unit than its limit",
     "the limit or the report is about another quantity", "correct the limit's unit"},
    {"absent-peak", kUnknown,
     "a limit is a share of a peak or nominal figure that the report lacks",
     "the device does not say what its peak is", "write the limit as an absolute figure"},
    {"absent-reference", kUnknown, "a limit is a share of a baseline or fleet that was not given",
     "judged alone", "give a baseline or judge with the fleet"},
    {"absent-baseline", kUnknown, "the baseline is not of this kind of machine, level or data",
     "other hardware, a part that is missing, or a run of another level than was learned from",
     "learn a baseline from good machines of this kind, or look for the part that is missing"},
    {"absent-fact", kUnknown, "a fact that is expected is not in the report",
     "the driver or the machine does not say it, or rights are lacking",
     "run with the rights to read it"},
    {"duplicate-result", kUnknown, "two results claim to be the same measurement",
     "reports were merged or written twice", "judge each report by itself"},
    {"duplicate-metric", kUnknown, "a result has two metrics of one name",
     "a fault in what wrote the report", "run again; report it if it stays"},
    {"duplicate-node", kUnknown, "several reports of one night are of one node",
     "a host name that was given twice, or a report that was copied",
     "judge only the report that counts, or give each node a name of its own"},
    {"absent-node", kUnknown, "a node that the site file names sent no report",
     "a node that is down or was left out", "look at the node, or correct the site file"},
    {"unreadable-report", kUnknown, "a report cannot be read",
     "it was cut off, altered, or is of another program",
     "read the report again from where it was written"},
    {"missing-node", kUnknown, "fewer nodes than were started were heard",
     "a node that is down, cut off, or started too late",
     "look at the nodes that have no report of this run"},
    {"missing-subject", kUnknown, "fewer subjects than expected were measured",
     "hardware that fell off the bus, is hidden, or was left out",
     "look for it with `assay inventory` and in the kernel log"},
    {"missing-serial", kUnknown, "hardware that the site file names is not in the report",
     "hardware that fell off the bus or was exchanged", "find it, or correct the site file"},
    {"wrong-machine", kUnknown, "the report is of another machine than the site file names",
     "a machine or host name was exchanged", "find out which machine this is"},
    {"test-error", kUnknown, "a test gave no answer",
     "a crash, a hang or an exhausted budget: of the test, the driver or the hardware",
     "run the test alone; look into the kernel log"},
    {"test-skipped", kUnknown, "a test that a limit demands was not carried out",
     "a tool, a right or hardware is lacking", "provide what the result's reason names"},
    {"missing-result", kUnknown, "a planned test has no result", "the run was cut short",
     "finish it with --resume"},
    {"incomplete-run", kUnknown, "the run did not end", "it was stopped, or still goes on",
     "finish it with --resume"},
    {"injected", kUnknown, "faults were planted in this run on purpose", "--inject was given",
     "run without --inject"},
    {"stale", kUnknown, "the report is too old", "no newer run", "run again"},
    {"from-future", kUnknown, "the report is from the future", "a clock is wrong",
     "set the clock of the node or of this machine"},
    {"bad-time", kUnknown, "the report does not say when it was made",
     "the report was altered or wrongly converted", "run again"},
    {"bad-level", kUnknown, "the run's level is none of quick, standard, burnin",
     "a report of another program", "run again"},
    {"telemetry-lost", kUnknown, "a sensor stopped answering during the run",
     "a driver or device in trouble", "look into the kernel log, then run again"},
    {"nothing-judged", kUnknown, "no limit demanded anything of this run",
     "a profile for another level, size or machine", "choose another profile or level"},
    {"peer-suspect", kUnknown, "too many of a fleet stand apart for a comparison among peers",
     "a change of software, setting or surroundings; two kinds of hardware under one name",
     "look at what the populations share, then judge by an absolute limit"},
    {"digest-undecided", kUnknown, "digests differ and none has a majority",
     "too few voters, or versions that compute differently",
     "run the test on more nodes of one version"},
    {"retest-open", kUnknown, "what was to be measured again was not",
     "a node that is down, a test that was left out, hardware that was exchanged",
     "measure it again, or strike it off the list where the hardware is gone"},
    {"retest-undecided", kWarn, "worse than its peers again, but both together are no proof",
     "hardware that is slow now and then, other work on the machine", "measure it once more"},
    {"peer-outlier", kWarn, "worse than the node's peers",
     "slow or hot hardware, other work on the machine", "measure it again"},
    {"peer-decline", kWarn, "gets worse from night to night", "ageing, dust, a failing fan or pump",
     "look at its telemetry over these nights"},
    {"peer-split", kWarn, "slower with all others of its driver, firmware or kernel",
     "a version that costs speed", "bring it to the version of the majority"},
    {"peer-place", kWarn, "slower with all others of its rack, leaf or scalable unit",
     "cooling, power or a switch that they share", "look at what the place shares"},
    {"identity-drift", kWarn, "another version than the majority of its SKU",
     "an update that was missed or came early", "bring it to the version of the majority"},
    {"digest-drift", kWarn, "all of one version agree on another digest than the fleet",
     "a library or driver that adds in another order", "compare digests within one version"},
    {"warn-below", kWarn, "a measurement is close to its limit, or lower than usual",
     "as for below-limit", "compare with the node's peers and with its past"},
    {"warn-above", kWarn, "a measurement is close to its limit, or higher than usual",
     "as for above-limit", "compare with the node's peers and with its past"},
    {"not-steady", kWarn, "a test did not reach a steady state before it sampled",
     "other work on the machine, clocks or temperatures that moved",
     "run again on an idle machine"},
    {"passed-on-retry", kWarn, "a test passed only when it was repeated",
     "hardware or a machine that works at times", "watch this node; run the test more often"},
});

}  // namespace

std::span<const ReasonKind> reason_kinds() { return kKinds; }

const ReasonKind& reason_kind(std::string_view id) {
  for (const ReasonKind& kind : reason_kinds())
    if (kind.id == id) return kind;
  throw Error("no reason is called " + std::string(id));
}

Reason make_reason(std::string_view id, const std::string& text) {
  const ReasonKind& kind = reason_kind(id);
  Reason reason;
  reason.id = kind.id;
  reason.verdict = kind.verdict;
  reason.text = text + "; " + std::string(kind.action);
  return reason;
}

}  // namespace assay
