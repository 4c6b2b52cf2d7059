# Sourced by tests in bash: reports of hosts that there are not, as small as a report can be. Needs $source_folder, $work, and
# complain of faults.sh.
# shellcheck shell=bash disable=SC2154
# demo_profile LEAST [LINE]: a profile of one limit, of the bandwidth of memory.read; LINE stands at its top level.
demo_profile() {
  cat <<PROFILE
profile: demo
describes: hosts of a test
${2:-}
limits:
  - test: memory.read
    metric: bandwidth
    at_least: $1
    source: {url: "https://example.org", statistic: p50, date: 2026-11-22, confidence: low}
PROFILE
}
# demo_run ASSAY: one run of this machine, of that test alone, which reports of hosts are made of.
demo_run() {
  "$1" run --level quick --only memory.read --device host --budget 1s --profile none --quiet -o "$work/run.json" >/dev/null ||
    complain "assay run: $?"
}
# demo_report HOST BANDWIDTH AGE_S [MACHINE]: the run as that host's, with that figure, ended that long ago.
demo_report() { python3 "$source_folder/tests/edited.py" "$work/run.json" "$@"; }
