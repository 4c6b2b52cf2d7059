#!/usr/bin/env bash
# assay locate on six hosts whose links all have one rate: nobody is accused; then one host, one direction or one pair is
# slow, one drops packets, one is cut off in the middle, and it is named each time.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
assay=$programs/assay
cluster up 6 --rate 400mbit || exit

# mpirun with --enable-recovery forgets how ranks ended, and does not end where a host is out of reach.
cat >"$work/rank" <<'RANK'
#!/bin/sh
said=$SAID/$OMPI_COMM_WORLD_RANK
echo $$ >"$said.pid"
"$@" >"$said.out" 2>"$said.err"
echo $? >"$said.status"
RANK
chmod +x "$work/rank"

# locate EXPECTED_STATUS NAME...: the search, whose words must name all of these. It must end within 100 s.
locate() {
  local wanted=$1 name tries launcher said=$work/said
  shift
  rm -rf "$said"
  mkdir "$said"
  SAID=$said cluster mpirun --enable-recovery -np 6 -x SAID "$work/rank" "$assay" locate >"$work/log" 2>&1 &
  launcher=$!
  for ((tries = 0; tries < 1000; tries++)); do
    [[ ! -s $said/0.status ]] || break
    sleep 0.1
  done
  cat "$said/0.out" || true
  [[ $(cat "$said/0.status" 2>/dev/null) == "$wanted" ]] ||
    complain "status $(cat "$said/0.status" 2>&1), not $wanted: $(tail -n 3 "$said/0.err" "$work/log")"
  for name in "$@"; do
    grep -q -- "$name" "$said/0.out" || complain "does not say '$name'"
  done
  [[ $wanted == 1 && $* == *"answer"* ]] || { wait "$launcher" || true; return; }
  kill "$launcher" 2>/dev/null || true
  while read -r name; do kill -9 "$name" 2>/dev/null || true; done < <(cat "$said"/*.pid)
  wait "$launcher" 2>/dev/null || true
}

echo "== healthy"
locate 0

echo "== a slow host"
cluster slow node3 200mbit
locate 1 node3
cluster heal

echo "== a host that sends slowly"
cluster slow-send node1 200mbit
locate 1 node1 send
cluster heal

echo "== a host that receives slowly"
cluster slow-receive node4 200mbit
locate 1 node4 receiv
cluster heal

echo "== a slow pair"
cluster slow-pair node2 node5 200mbit
locate 1 node2 node5
cluster heal

echo "== a host that drops packets"
cluster drop node3 7
locate 1 node3
cluster heal

echo "== a host that is cut off meanwhile"
rm -rf "$work/said" # what the search before said is no sign that this one has begun
(
  until grep -qs 'nodes have met' "$work/said/0.err"; do sleep 0.1; done
  sleep 2 # they tell their names, which is no part of the search yet
  cluster cut node2
) &
locate 1 "node2.*does not answer"
wait
finish
