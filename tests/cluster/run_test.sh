#!/usr/bin/env bash
# assay run on three hosts: what it writes when all is well, and what each host that is left writes when one sends wrong
# data, is killed, stopped, cut off, late, was started with another plan, or is another version of the program.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
assay=$programs/assay
cluster up 3 || exit

# A host of its own choosing starts differently: VARIANT is a command of which each rank carries out its part.
cat >"$work/rank" <<'RANK'
#!/bin/sh
rank=$OMPI_COMM_WORLD_RANK
case $VARIANT in
  late) [ "$rank" != 1 ] || sleep 3 ;;
  other-version) [ "$rank" != 2 ] || { shift && set -- "$OTHER" "$@"; } ;;
  other-plan) [ "$rank" != 2 ] || set -- "$@" --seed 7 ;;
esac
echo $$ >"$SAID/$rank"
exec "$@"
RANK
chmod +x "$work/rank"

# The program as another commit would have it: the same but for its name.
export OTHER=$work/other/bin/assay
mkdir -p "$work/other/bin"
ln -s "$(realpath "$programs/../lib")" "$work/other/lib"
commit=$("$assay" --version | awk '$1 == "commit" { print $2 }')
LC_ALL=C sed "s/$commit/$(tr '0-9a-z' '1-90b-za' <<<"$commit")/g" "$assay" >"$OTHER"
chmod +x "$OTHER"
[[ $("$OTHER" --version) != "$("$assay" --version)" ]] || complain "no other version could be made"

# start NAME ARG...: assay run on every host, in the background.
start() {
  name=$1
  shift
  said=$work/$name
  mkdir -p "$said"
  VARIANT=$name SAID=$said cluster mpirun --enable-recovery -np 3 -x VARIANT -x SAID -x OTHER "$work/rank" "$assay" run --device host \
    --bytes 1M --profile none --no-progress -o "$said/r.json" "$@" >"$said/log" 2>&1 &
  launcher=$!
}
# worker_of RANK: the process that holds MPI for that rank.
worker_of() { pgrep -P "$(cat "$said/$1")" -f 'worker --device mpi'; }
await_work() {
  local tries
  for ((tries = 0; tries < 300; tries++)); do
    [[ ! -s $said/r-node0.json ]] || ! grep -q '"test": *"collective' "$said/r-node0.json" || return 0
    sleep 0.1
  done
  complain "$name: no collective was ever measured: $(tail -n 5 "$said/log")"
}
all=("--only" "collective.*" "--level" "standard" "--budget" "15s")

echo "== healthy"
start healthy --only 'collective.*' --level quick --budget 2s
finish_run 60
for host in node0 node1 node2; do expect ok "$said/r-$host.json"; done
expect ok "$said/r.json"
expect nodes=node0,node1,node2 "$said/r.json"
expect same-figures "$said/r.json" "$said/r-node0.json" "$said/r-node1.json" "$said/r-node2.json"

echo "== a sweep"
start sweep --sweep --only collective.reduce_scatter --only collective.all_to_all_v --sizes 64..4K --budget 60s
finish_run 150
for host in node0 node1 node2; do expect ok "$said/r-$host.json"; done
expect same-figures "$said/r.json" "$said/r-node0.json" "$said/r-node1.json" "$said/r-node2.json"
expect types=12 "$said/r.json"
expect reductions=5 "$said/r.json"

echo "== wrong element"
start wrong --only collective.all_reduce --budget 2s --inject wrong-element@rank1
finish_run 60
for host in node0 node1 node2; do expect "defect=sent by rank 1" "$said/r-$host.json"; done
expect "defect=sent by rank 1" "$said/r.json"

echo "== killed"
start killed "${all[@]}"
await_work
kill -9 "$(worker_of 1)" || complain "killed: nothing to kill"
finish_run 90
for host in node0 node1 node2; do expect complete "$said/r-$host.json"; done
expect "error=killed by SIGKILL" "$said/r-node1.json"
expect "error=ranks are missing" "$said/r-node0.json"
expect silent=node1 "$said/r.json"

echo "== stopped"
start stopped "${all[@]}"
await_work
kill -STOP "$(worker_of 2)" || complain "stopped: nothing to stop"
finish_run 120
for host in node0 node1 node2; do expect complete "$said/r-$host.json"; done
expect "error=no answer within" "$said/r-node2.json"
expect silent=node2 "$said/r.json"

echo "== the whole host is lost"
start lost "${all[@]}"
await_work
worker=$(worker_of 2)
kill -9 "$(cat "$said/2")" "$worker"
finish_run 90
for host in node0 node1; do expect complete "$said/r-$host.json"; done
expect incomplete "$said/r-node2.json"
expect silent=node2 "$said/r.json"

echo "== late"
start late --only collective.latency --budget 2s
finish_run 60
for host in node0 node1 node2; do expect ok "$said/r-$host.json"; done

echo "== another plan"
start other-plan --only collective.latency --budget 2s
finish_run 60
for host in node0 node1 node2; do expect "error=rank 2 (node2) has another plan" "$said/r-$host.json"; done

echo "== another version"
start other-version --only collective.latency --budget 2s
finish_run 60
for host in node0 node1 node2; do
  expect "error=rank 2 (node2) runs assay" "$said/r-$host.json"
  expect complete "$said/r-$host.json"
done

echo "== told to end"
# run_is_over: each rank has ended, or waits to be buried by its launcher.
run_is_over() {
  local rank
  for rank in 0 1 2; do ! grep -qs '^State:[[:space:]]*[^Z[:space:]]' "/proc/$(cat "$said/$rank")/status" || return 1; done
}
# Within 0.8 s, at one of three tries: other work on this machine holds processes up.
for try in 1 2 3; do
  rm -rf "$work/ended"
  start ended "${all[@]}"
  await_work
  from=${EPOCHREALTIME/./}
  kill -TERM "$(cat "$said/0")" "$(cat "$said/1")" "$(cat "$said/2")"
  until run_is_over || ((${EPOCHREALTIME/./} - from > 20000000)); do sleep 0.02; done
  took=$((${EPOCHREALTIME/./} - from))
  finish_run 20
  for host in node0 node1 node2; do expect incomplete "$said/r-$host.json"; done
  ((took > 800000)) || break
done
((took <= 800000)) || complain "ranks were still there $took us after SIGTERM, at try $try"
finish
