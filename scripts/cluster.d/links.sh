# Sourced by scripts/cluster: what is wrong with a link. A host sends through its eth0 and receives through the switch's port.
# shellcheck shell=bash disable=SC2154,SC2016  # variables of hosts.sh; shells within start with their own

# limit NAMESPACE DEVICE RATE: what leaves there. A short burst, so that a transfer of a millisecond is limited, too.
limit() { tc -n "$1" qdisc replace dev "$2" root handle 1: tbf rate "$3" burst 128kb latency 20ms; }

slow_send() { limit "$(namespace_of "$1")" eth0 "$2"; }
slow_receive() { limit "$switch" "$(port_of "$1")" "$2"; }
slow() { slow_send "$1" "$2" && slow_receive "$1" "$2"; }

# A class for one destination beside one for all others, both below one that holds the link's own rate.
slow_towards() {
  local name from=$1 to=$2 pair_rate=$3 rate class
  rate=$(cat "$state/rate")
  name=$(namespace_of "$from")
  class=1:$(printf '%x' $(($(number_of "$to") + 16)))
  if ! tc -n "$name" qdisc show dev eth0 | grep -q '^qdisc htb'; then
    tc -n "$name" qdisc del dev eth0 root
    tc -n "$name" qdisc add dev eth0 root handle 1: htb default 2
    tc -n "$name" class add dev eth0 parent 1: classid 1:1 htb rate "$rate" ceil "$rate" burst 128kb cburst 128kb
    tc -n "$name" class add dev eth0 parent 1:1 classid 1:2 htb rate "$rate" ceil "$rate" burst 128kb cburst 128kb
  fi
  tc -n "$name" class replace dev eth0 parent 1:1 classid "$class" htb rate "$pair_rate" ceil "$pair_rate" burst 32kb cburst 32kb
  tc -n "$name" qdisc replace dev eth0 parent "$class" bfifo limit 1mb
  tc -n "$name" filter add dev eth0 parent 1: protocol ip u32 match ip dst "$(address_of "$to")/32" flowid "$class"
}

slow_pair() {
  slow_towards "$1" "$2" "$3"
  slow_towards "$2" "$1" "$3"
}

# Lost where they arrive: a packet that is refused while it is sent would be an error, and not a loss.
drop() {
  local host=$1 percent=$2 other
  [[ $percent =~ ^[0-9]+([.][0-9]+)?$ ]] || fail "drop: $percent is no percentage"
  command -v nft >/dev/null || skip "nft is not installed (scripts/setup --test)"
  lose "$host" "" "$percent"
  for other in $(hosts); do [[ $other == "$host" ]] || lose "$other" "ip saddr $(address_of "$host")" "$percent"; done
}

# lose HOST WHICH PERCENT: that share of the packets that arrive at a host.
lose() {
  local name per_10000
  name=$(namespace_of "$1")
  per_10000=$(awk -v p="$3" 'BEGIN { printf "%d", p * 100 + 0.5 }')
  ip netns exec "$name" nft add table inet assay
  ip netns exec "$name" nft add chain inet assay arriving '{ type filter hook input priority 0; }'
  # shellcheck disable=SC2086  # an expression of several words, or none
  ip netns exec "$name" nft add rule inet assay arriving iifname eth0 $2 numgen random mod 10000 "<" "$per_10000" drop
}

cut_link() { ip -n "$switch" link set "$(port_of "$1")" down; }

heal() {
  local host name rate
  rate=$(cat "$state/rate")
  for host in $(hosts); do
    name=$(namespace_of "$host")
    ip -n "$switch" link set "$(port_of "$host")" up
    tc -n "$name" qdisc del dev eth0 root 2>/dev/null || true
    slow "$host" "$rate"
    command -v nft >/dev/null || continue
    ip netns exec "$name" nft delete table inet assay 2>/dev/null || true
  done
}
