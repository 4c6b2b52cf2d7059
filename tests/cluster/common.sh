# Sourced by the tests beside it: NAME_test.sh SOURCE_FOLDER PROGRAM_FOLDER. Leaves no cluster behind.
# shellcheck shell=bash
set -euo pipefail
source_folder=$1
source "$source_folder/tests/faults.sh"
# shellcheck disable=SC2034  # for those that source this
programs=$2
ASSAY_CLUSTER=$(basename "$0").$$
export ASSAY_CLUSTER
work=$(mktemp -d)
cluster() { "$source_folder/scripts/cluster" "$@"; }
leave() {
  # Where something went wrong there may be words on it in the logs of Slurm, which go with the cluster.
  ((faults == 0)) || tail -n 15 "/run/assay-cluster/$ASSAY_CLUSTER"/slurm/log/* 2>/dev/null || true
  cluster down >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap leave EXIT

# A run of assay on every host, which a test has started as `launcher`, under a `name`, with its files in `said`.
launcher='' name='' said=$work
# finish_run SECONDS: waits for it; a run that outlasts its budget is a fault.
finish_run() {
  local tries
  for ((tries = 0; tries < $1 * 10; tries++)); do
    kill -0 "$launcher" 2>/dev/null || break
    sleep 0.1
  done
  if kill -0 "$launcher" 2>/dev/null; then
    complain "$name: still runs after $1 s: $(tail -n 5 "$said/log")"
    kill -9 "$launcher"
  fi
  wait "$launcher" || true
}
# expect WHAT FILE...: a condition on reports, in the words of reports.py.
expect() { python3 "$source_folder/tests/cluster/reports.py" "$@" || complain "$name: $*: $(tail -n 5 "$said/log")"; }
