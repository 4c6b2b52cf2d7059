#!/usr/bin/env bash
# scripts/slurm/settle on a real Slurm: who is drained after a sweep, who is taken back, and how many at most.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
source "$source_folder/tests/demo.sh"
cluster up 4 --slurm || exit
export ASSAY=$programs/assay
demo_profile "1 B/s" >"$work/demo.yaml"
demo_run "$ASSAY"
# sweep NAME HOST=BANDWIDTH...: reports as sweep.sbatch leaves them, of now.
sweep() {
  name=$1 folder=$work/$1
  shift
  local of
  for of in "$@"; do
    mkdir -p "$folder/7/0" "$folder/7/interrupted/0.0"
    demo_report "${of%%=*}" "${of#*=}" "${age:-0}" \
      >"$folder/7/0/assay-${of%%=*}-now.json"
  done
  # What was interrupted would fail, and says nothing.
  [[ ! -d $folder ]] || demo_report node0 1e-3 0 >"$folder/7/interrupted/0.0/assay-node0-x.json"
}
# settle STATUS ARG...: what it says is left in $said.
settle() {
  local expected=$1 status=0
  shift
  said=$(cluster head "$source_folder/scripts/slurm/settle" --profile "$work/demo.yaml" "$@" 2>&1) || status=$?
  ((status == expected)) || complain "$name: status $status, not $expected: $said"
}
says() { [[ $said == *"$1"* ]] || complain "$name: does not say \"$1\": $said"; }
# A star behind the state says that Slurm has not heard of the node for a while.
state_of() { cluster head sinfo -h -N -n "$1" -o '%T|%E' | sed 's/[*]|/|/'; }
is() { [[ $(state_of "$1") == "$2" ]] || complain "$name: $1 is $(state_of "$1"), not $2"; }
# Times are compared in seconds: what comes after has to be later.
later() { sleep 2; }

echo "== one fails"
sweep one node0=9e9 node1=1e-3 node2=9e9 node3=9e9
settle 0 --dry-run "$folder"
says "would drain node1"
is node1 'idle|none'
settle 0 --textfile "$work/assay.prom" "$folder"
says "drain node1"
is node1 'drained|assay sweep: fail: below-limit memory.read.bandwidth'
is node0 'idle|none'
grep -q '^assay_verdict{node="node1",verdict="fail"} 1$' "$work/assay.prom" || complain "one: $(head "$work/assay.prom")"
settle 0 "$folder"
is node1 'drained|assay sweep: fail: below-limit memory.read.bandwidth'

echo "== an older pass does not take it back, a newer one does"
age=3600 sweep old node1=9e9
settle 0 "$folder"
is node1 'drained|assay sweep: fail: below-limit memory.read.bandwidth'
later
sweep new node1=9e9
settle 0 "$folder"
says "resume node1"
is node1 'idle|none'

echo "== the whole partition fails"
sweep all node0=1e-3 node1=1e-3 node2=1e-3 node3=1e-3
settle 1 --max-drain 2 --dry-run "$folder"
settle 1 --max-drain 2 "$folder"
says "2 drained by sweeps, at most 2"
[[ $(cluster head sinfo -h -N -t drain -o %N | wc -l) == 2 ]] || complain "all: $(cluster head sinfo -N -o '%N %T')"
settle 1 --max-drain 2 "$folder"
[[ $(cluster head sinfo -h -N -t drain -o %N | wc -l) == 2 ]] || complain "all, again: $(cluster head sinfo -N -o '%N %T')"
settle 1 --max-drain 0 "$folder"
settle 1 --max-drain 75% "$folder"
[[ $(cluster head sinfo -h -N -t drain -o %N | wc -l) == 3 ]] || complain "all, 75 %: $(cluster head sinfo -N -o '%N %T')"
later
sweep well node0=9e9 node1=9e9 node2=9e9 node3=9e9
settle 0 "$folder"
for node in node0 node1 node2 node3; do is "$node" 'idle|none'; done

echo "== a drain of somebody else's is nobody's business"
cluster scontrol update nodename=node2 state=drain reason=operator
later
sweep foreign node2=9e9
settle 0 "$folder"
is node2 'drained|operator'
sweep foreign-fails node2=1e-3
settle 0 "$folder"
is node2 'drained|operator'
cluster scontrol update nodename=node2 state=undrain

echo "== unknown drains only where that is asked for"
age=200000 sweep unknown node0=9e9
settle 0 "$folder"
says "unknown node0: stale"
is node0 'idle|none'
settle 0 --unknown drain "$folder"
is node0 'drained|assay sweep: unknown: stale'

echo "== wrong use drains nobody"
settle 3 --max-drain many "$folder"
settle 3 "$work/nowhere"
settle 4 --profile "$work/none.yaml" "$folder"
finish
