# Sourced by the scripts beside it: nodes as Slurm knows them, and who drained them.
# shellcheck shell=bash
# Slurm starts a Prolog and a health check without a PATH.
export PATH=${PATH:-/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin}

# What this machine's configuration management says: which program, which certificate, whom to trust (docs/nightly.md).
# shellcheck disable=SC2034  # read by those that source this
read_gate_conf() {
  assay=assay certificate='' trust_dir=/etc/assay/trust revoked='' max_list_age='' state='' profile=''
  reports='' max_age=26h judged_by=auto on_unknown=keep
  local conf=${ASSAY_GATE_CONF:-/etc/assay/gate.conf}
  # shellcheck source=/dev/null
  [[ ! -r $conf ]] || source "$conf"
}

# This node's name as Slurm knows it.
this_node() { echo "${SLURMD_NODENAME:-$(hostname -s)}"; }

# node|state|when it was given its reason|reason, of the nodes named, or of the partition, or of all.
list_nodes() { timeout -k 1 20 sinfo -h -N "$@" -o '%N|%T|%H|%E' | sort -u -t '|' -k 1,1; }

# A reason as Slurm is given it.
as_reason() { echo "${1:0:200}"; }
# drain NODE REASON: no job starts there any more; what runs goes on.
drain() { timeout -k 1 10 scontrol update "nodename=$1" state=drain "reason=$(as_reason "$2")"; }
# Takes back a drain and nothing else: a node that is down stays down.
undrain() { timeout -k 1 10 scontrol update "nodename=$1" state=undrain; }

# Is that state one in which no job starts because somebody said so?
is_drained() { [[ $1 == drain* ]]; }

# assay admit, as this machine is configured; without a certificate it is asked all the same, and says so.
admit_node() {
  local words=("$certificate" --trust-dir "$trust_dir")
  [[ -z $revoked ]] || words+=(--revoked "$revoked")
  [[ -z $max_list_age ]] || words+=(--max-list-age "$max_list_age")
  [[ -z $state ]] || words+=(--state "$state")
  [[ -z $profile ]] || words+=(--profile "$profile")
  timeout -k 1 15 "$assay" admit "${words[@]}" --quiet
}
