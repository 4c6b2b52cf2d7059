# Sourced by the tests beside it: NAME_test.sh SOURCE_FOLDER PROGRAM_FOLDER. Leaves no cluster behind.
# shellcheck shell=bash
set -euo pipefail
source_folder=$1
# shellcheck disable=SC2034  # for those that source this
programs=$2
ASSAY_CLUSTER=$(basename "$0").$$
export ASSAY_CLUSTER
work=$(mktemp -d)
cluster() { "$source_folder/scripts/cluster" "$@"; }
leave() {
  cluster down >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap leave EXIT

faults=0
# complain WHAT...: goes on, and fails in the end.
complain() {
  echo "FAULT: $*" >&2
  faults=$((faults + 1))
}
finish() {
  ((faults == 0)) || exit 1
  echo "all well"
}
