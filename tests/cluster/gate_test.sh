#!/usr/bin/env bash
# scripts/slurm where Slurm calls them: a health check and a Prolog that let nobody in who is not admitted, and take back what is
# right again; nodes that a sweep drains, within its budget, and takes back.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
source "$source_folder/tests/demo.sh"
gate=$source_folder/scripts/slurm
# A conf of its own: what stands in it may depend on the node.
mkdir -p "$work"/{trust,certificates,reports}
for script in prolog health-check; do
  printf '#!/bin/bash\n[[ ! -e %q ]] || exit 0\nexport ASSAY_GATE_CONF=%q\nexec %q\n' "$work/no-$script" "$work/gate.conf" "$gate/$script" \
    >"$work/$script"
  chmod +x "$work/$script"
done
cat >"$work/gate.conf" <<CONF
assay=$programs/assay
certificate=$work/certificates/\$(this_node)
trust_dir=$work/trust
revoked=$work/revoked
reports=$work/reports/\$(this_node)
judged_by=$work/demo.yaml
CONF
cat >"$work/slurm.conf" <<CONF
Prolog=$work/prolog
PrologFlags=Alloc
HealthCheckProgram=$work/health-check
HealthCheckInterval=5
HealthCheckNodeState=ANY
SchedulerParameters=nohold_on_prolog_fail
CONF

profile() { demo_profile "$1" "certify: quick"; }
profile "1 B/s" >"$work/demo.yaml"
nodes=(node0 node1 node2 node3)
demo_run "$programs/assay"
# report HOST BANDWIDTH AGE_S [MACHINE]: the run as that host's, with that figure, ended that long ago.
report() {
  mkdir -p "$work/reports/$1"
  demo_report "$1" "$2" "$3" "${4:-}" >"$work/reports/$1/.new"
  mv "$work/reports/$1/.new" "$work/reports/$1/assay-$1-now.json"
}
certify() {
  "$programs/assay" certify "$work/reports/$1/assay-$1-now.json" --profile "$work/demo.yaml" --key "$work/issuer" \
    --without-board-serial --quiet -o "$work/certificates/$1" "${@:2}" >/dev/null || complain "certify $1: $?"
}
"$programs/assay" keygen -o "$work/issuer" >/dev/null
cp "$work/issuer.pub" "$work/trust/"
for node in "${nodes[@]}"; do report "$node" 9e9 60 && certify "$node"; done
"$programs/assay" revoke "$(printf 'f%.0s' {1..64})" --key "$work/issuer" --list "$work/revoked" >/dev/null || complain "revoke: $?"
# The first health check is made before the nodes are up.
cluster up 4 --slurm --slurm-conf "$work/slurm.conf" || exit
# A health check is told nothing, and looks for Slurm where it is installed.
echo "export SLURM_CONF=$(cluster head printenv SLURM_CONF)" >>"$work/gate.conf"

# A star behind the state says that Slurm has not heard of the node for a while.
state_of() { cluster head sinfo -h -N -n "$1" -o '%T|%E' | sed 's/[*]|/|/'; }
# becomes HOST PATTERN SECONDS: its state and reason, as "state|reason".
becomes() {
  local tries
  for ((tries = 0; tries < $3 * 4; tries++)); do
    # shellcheck disable=SC2053  # a pattern
    [[ $(state_of "$1") != $2 ]] || return 0
    sleep 0.25
  done
  complain "$name: $1 is $(state_of "$1"), not $2, after $3 s"
}
echo "== all are well: a job starts on each of them"
name=well
timeout 60 "$source_folder/scripts/cluster" srun -N4 --mpi=none hostname >"$work/log" 2>&1 || complain "well: $(cat "$work/log")"

echo "== a node that fails is drained, with the reason, and one that passes again is resumed"
name=health
report node3 1e-3 30
becomes node3 'drain*|assay health: *memory.read.bandwidth*' 40
report node3 9e9 20
becomes node3 'idle|none' 40

echo "== a drain of somebody else's stays"
name=foreign
cluster scontrol update nodename=node3 state=drain reason=operator
sleep 12
[[ $(state_of node3) == 'drained|operator' ]] || complain "foreign: $(state_of node3)"
cluster scontrol update nodename=node3 state=resume

echo "== unknown is no proof: the node stays, and the Prolog still asks for the certificate"
name=unknown
rm "$work/reports/node3/assay-node3-now.json"
sleep 12
[[ $(state_of node3) == 'idle|none' ]] || complain "unknown: $(state_of node3)"
report node3 9e9 20

# kept_off HOST WHAT: a job that wants this node never runs there, and the node says why.
kept_off() {
  name=$2
  local job
  job=$(cluster sbatch --parsable -w "$1" -o "$work/ran.$2" --wrap "touch $work/ran.$2.started")
  becomes "$1" "drain*|assay health: not admitted: *$3*" 40
  [[ ! -e $work/ran.$2.started ]] || complain "$2: the job started"
  cluster head scancel "$job"
}
# The Prolog alone, without the health check before it.
: >"$work/no-health-check"
sleep 2
certify node0 --valid 1s
sleep 2
kept_off node0 expired expired
"$programs/assay" revoke "$work/certificates/node1" --key "$work/issuer" --list "$work/revoked" --reason "of a test" >/dev/null
kept_off node1 revoked revoked
report node2 9e9 60 0123456789abcdef0123456789abcdef && certify node2 && report node2 9e9 60
kept_off node2 anothers machine

echo "== admitted again"
name=again
rm "$work/no-health-check"
for node in node0 node1 node2; do certify "$node"; done
for node in node0 node1 node2; do becomes "$node" 'idle|none' 40; done
finish
