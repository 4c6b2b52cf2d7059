#!/usr/bin/env bash
# Loads on four hosts: they pulse together when told so and apart otherwise, on clocks that they have compared; a host
# that is lost costs the others nothing but is told of; more power than the hall has is refused.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
assay=$programs/assay
cluster up 4 || exit
hosts=(node0 node1 node2 node3)

# Each host's processors have an energy counter, which all of them share: 100 W, and 200 W in the second half of each
# second. No load may hold a counter up, so it goes first where it may.
cp -a /sys/class "$work/class" 2>/dev/null || true # not everything there can be read
mkdir -p "$work/class/powercap/intel-rapl:0"
meter=$work/class/powercap/intel-rapl:0
echo 262143328850 >"$meter/max_energy_range_uj"
python3 - "$meter/energy_uj" <<'METER' &
import os, sys, time
try:
    os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(50))
except OSError:
    pass
file = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT)
began = int(time.time())
while True:
    seconds, part = divmod(time.time() - began, 1)
    joules = 150 * seconds + 100 * min(part, 0.5) + 200 * max(part - 0.5, 0)
    os.pwrite(file, b"%015d\n" % (joules * 1e6), 0)
    time.sleep(0.01)
METER
metering=$!
trap 'kill "$metering"; leave' EXIT

cat >"$work/rank" <<'RANK'
#!/bin/sh
echo $$ >"$SAID/$OMPI_COMM_WORLD_RANK"
exec unshare --mount sh -c 'mount --bind "$0" /sys/class && exec "$@"' "$CLASS" "$@"
RANK
chmod +x "$work/rank"

load=burnin.pulse
# start NAME ARG...: $load on every host, in the background.
start() {
  name=$1
  shift
  said=$work/$name
  mkdir -p "$said"
  SAID=$said CLASS=$work/class cluster mpirun --enable-recovery -np 4 -x SAID -x CLASS "$work/rank" "$assay" run --device host --level burnin \
    --only "$load" --bytes 1M --profile none --no-progress -o "$said/r.json" "$@" >"$said/log" 2>&1 &
  launcher=$!
}
# await_load HOST...: until each has written of $load.
await_load() {
  local host tries
  for host in "$@"; do
    for ((tries = 0; tries < 600; tries++)); do
      [[ ! -s $said/r-$host.json ]] || ! grep -q "\"$load\"" <(sed -n '/"results"/,$p' "$said/r-$host.json") || break
      sleep 0.1
    done
  done
}
# Kills $load on node2 once it has written of it.
lose_node2() {
  await_load node2
  # The run first: it would tell of the loss of its workers. Words.
  # shellcheck disable=SC2046
  kill -9 "$(cat "$said/2")" $(pgrep -P "$(cat "$said/2")") || complain "$name: nothing to kill"
  finish_run 120
}
all_reports() { for host in "${hosts[@]}"; do echo "$said/r-$host.json"; done; }

echo "== synchronised"
start synchronised --synchronised --duration 8s
finish_run 90
mapfile -t files < <(all_reports)
for file in "${files[@]}"; do expect ended-by="planned end" "$file"; done
expect in-step "${files[@]}"
expect summed-power=600 "$said/r.json"

echo "== staggered"
start staggered --stagger 3s --duration 5s
finish_run 90
mapfile -t files < <(all_reports)
for file in "${files[@]}"; do expect ended-by="planned end" "$file"; done
expect staggered "${files[@]}"

echo "== steps of training, with sums over all hosts"
load=burnin.training
start together --synchronised --duration 8s
finish_run 90
mapfile -t files < <(all_reports)
for file in "${files[@]}"; do
  expect ended-by="planned end" "$file"
  expect fact="collective=all_reduce of" "$file"
done

echo "== hosts that start apart do not sum"
start apart --stagger 1s --duration 4s
finish_run 90
mapfile -t files < <(all_reports)
for file in "${files[@]}"; do
  expect ended-by="planned end" "$file"
  expect fact="collective=none: sums over several nodes" "$file"
done

echo "== a host that is lost ends the sums of the others"
start summing --synchronised --duration 20s
lose_node2
for host in node0 node1 node3; do
  expect error="stints were not carried out: all_reduce: ranks are missing" "$said/r-$host.json"
done
expect incomplete "$said/r-node2.json"
load=burnin.pulse

echo "== one host is lost"
start lost --synchronised --duration 8s
lose_node2
for host in node0 node1 node3; do
  expect ended-by="planned end" "$said/r-$host.json"
  expect event=nodes_lost "$said/r-$host.json"
done
expect incomplete "$said/r-node2.json"

echo "== all hosts are lost, and go on together"
start again --synchronised --duration 12s
await_load "${hosts[@]}"
kill -9 "$launcher" "$(cat "$said/0")" "$(cat "$said/1")" "$(cat "$said/2")" "$(cat "$said/3")" || complain "$name: nothing to kill"
wait "$launcher" || true
for host in "${hosts[@]}"; do expect incomplete "$said/r-$host.json"; done
# shellcheck disable=SC2016  # for the shell there
SAID=$said CLASS=$work/class cluster mpirun --enable-recovery -np 4 -x SAID -x CLASS "$work/rank" sh -c \
  'exec "$0" run --resume "$SAID/r-node$OMPI_COMM_WORLD_RANK.json"' "$assay" >"$said/log" 2>&1 &
launcher=$!
finish_run 90
for host in "${hosts[@]}"; do expect complete "$said/r-$host.json"; done
expect nodes=node0,node1,node2,node3 "$said/r.json"

echo "== power that nobody knows cannot be held"
start refused --max-step 1kW --duration 5s
finish_run 60
for host in "${hosts[@]}"; do expect "error=--max-step" "$said/r-$host.json"; done
finish
