# Sourced by scripts/cluster: hosts, their names and addresses. `here` is the folder of that script.
# shellcheck shell=bash disable=SC2154,SC2034,SC2016  # variables of one file are used by another; shells within start with their own
most_hosts=200
id=$(printf '%s\n' "$here" "${ASSAY_CLUSTER:-}" | sha1sum | cut -c1-8)
state=/run/assay-cluster/$id
network=10.77.0
switch=as$id-switch

fail() {
  echo "cluster: $*" >&2
  exit 3
}

skip() {
  echo "cluster: $*" >&2
  exit 77
}

namespace_of() { echo "as$id-$1"; }
# The number of node3 is 3.
number_of() { echo "${1#node}"; }
address_of() { if [[ $1 == head ]]; then echo "$network.254"; else echo "$network.$(($(number_of "$1") + 1))"; fi; }
port_of() { if [[ $1 == head ]]; then echo head; else echo "p$(number_of "$1")"; fi; }
hosts() { cat "$state/hosts"; }
# Those that ranks run on.
nodes() { grep -v '^head$' "$state/hosts"; }

need_tools() {
  local tool
  ((EUID == 0)) || skip "not root: namespaces cannot be made"
  for tool in ip tc nsenter unshare; do command -v "$tool" >/dev/null || skip "$tool is not installed (scripts/setup --test)"; done
  unshare --net --uts true 2>/dev/null || skip "this system lets nobody make namespaces"
}

need_cluster() { [[ -s $state/hosts ]] || fail "no cluster is up (scripts/cluster up N)"; }
need_host() { grep -qx -- "$1" "$state/hosts" || fail "there is no host $1"; }

# The switch lives in a namespace of its own, so nothing touches the machine's own network.
set_up() {
  local count=$1 rate=$2 with_slurm=$3 slurm_conf=$4 i host
  mkdir -p "$state"
  for ((i = 0; i < count; i++)); do echo "node$i"; done >"$state/hosts"
  [[ $with_slurm == no ]] || echo head >>"$state/hosts"
  echo "$rate" >"$state/rate"
  ip netns add "$switch"
  ip -n "$switch" link add br0 type bridge
  ip -n "$switch" link set br0 up
  for host in $(hosts); do add_host "$host"; done
  heal
  [[ $with_slurm == no ]] || start_slurm "$slurm_conf"
}

# /etc/netns/NAME/hosts is what `ip netns exec` puts in the place of /etc/hosts.
add_host() {
  local host=$1 name
  name=$(namespace_of "$host")
  ip netns add "$name"
  ip -n "$switch" link add "$(port_of "$host")" type veth peer name eth0 netns "$name"
  ip -n "$switch" link set "$(port_of "$host")" master br0 up
  ip -n "$name" link set lo up
  ip -n "$name" addr add "$(address_of "$host")/24" dev eth0
  ip -n "$name" link set eth0 up
  mkdir -p "/etc/netns/$name"
  {
    echo 127.0.0.1 localhost
    for other in $(hosts); do echo "$(address_of "$other") $other"; done
  } >"/etc/netns/$name/hosts"
}

# Whatever runs in a host goes with it. By name and not by what `up` wrote: that may never have been finished.
take_down() {
  local name pids
  for name in $(ip netns list 2>/dev/null | awk -v ours="as$id-" 'index($1, ours) == 1 { print $1 }'); do
    pids=$(ip netns pids "$name" 2>/dev/null || true)
    # shellcheck disable=SC2086  # one number a word
    [[ -z $pids ]] || kill -9 $pids 2>/dev/null || true
    ip netns del "$name" 2>/dev/null || true
    rm -rf "/etc/netns/$name"
  done
  rm -rf "$state"
}

# run HOST COMMAND...: mpirun hands over one string with shell syntax in it, people hand over words; a shell takes both.
run() {
  while [[ ${1:-} == -* ]]; do shift; done
  local host=${1##*@}
  shift
  need_host "$host"
  exec ip netns exec "$(namespace_of "$host")" unshare --uts -- \
    /bin/sh -c 'hostname "$1"; shift; eval "$*"' sh "$host" "$@"
}

# Every host has the whole machine's cores, so ranks would spin where others wait: they give way instead.
run_mpi() {
  command -v mpirun >/dev/null || skip "mpirun is not installed (scripts/setup --test)"
  printf '#!/bin/sh\nASSAY_CLUSTER=%q exec %q run "$@"\n' "${ASSAY_CLUSTER:-}" "$here/cluster" >"$state/agent"
  chmod +x "$state/agent"
  export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
  exec ip netns exec "$(namespace_of node0)" unshare --uts -- /bin/sh -c 'hostname node0; exec "$@"' sh \
    mpirun --host "$(nodes | paste -sd, -)" --bind-to none --mca plm_rsh_agent "$state/agent" \
    --mca mpi_yield_when_idle 1 --mca btl tcp,self --mca pml ob1 \
    --mca btl_tcp_if_include "$network.0/24" --mca oob_tcp_if_include "$network.0/24" "$@"
}
