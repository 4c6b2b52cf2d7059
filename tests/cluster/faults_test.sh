#!/usr/bin/env bash
# Ranks on four hosts that are killed, stopped, cut off or late: all others notice within their deadline, and the first
# of them knows who it is.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
deadline=1.5
cluster up 4 || exit

# start NAME ARG...: four ranks in the background, whose words go to $said/RANK.
start() {
  said=$work/$1
  shift
  mkdir -p "$said"
  cluster mpirun --enable-recovery -np 4 "$programs/cluster_rank" "$said" "$@" >"$said.log" 2>&1 &
}

# await PATTERN RANK...: until each of them has said it, at most 20 s.
await() {
  local pattern=$1 rank tries
  shift
  for rank in "$@"; do
    for ((tries = 0; tries < 200; tries++)); do
      ! grep -qE "$pattern" "$said/$rank" 2>/dev/null || continue 2
      sleep 0.1
    done
    complain "$(basename "$said"): rank $rank never said $pattern: $(cat "$said/$rank" 2>&1); $(tail -n 3 "$said.log")"
  done
}
pid_of() { sed -n 's/^ready //p' "$said/$1"; }

# A deadline of 1.5 s, and what a loaded machine may add to it.
expect_in_time() {
  local rank
  for rank in "$@"; do
    awk -v deadline="$deadline" '/^stalled/ { if ($2 + 0 < deadline * 0.9 || $2 + 0 > deadline + 8) exit 1 }' "$said/$rank" ||
      complain "$(basename "$said"): rank $rank: $(grep stalled "$said/$rank")"
  done
}

end() {
  local pid
  while read -r pid; do kill -9 "$pid" 2>/dev/null || true; done < <(cat "$said"/* | sed -n 's/^ready //p')
  wait || true
}

echo "== killed"
start killed "$deadline" 0
await ready 0 1 2 3
kill -9 "$(pid_of 2)"
await '^silent' 0 1 3
expect_in_time 0 1 3
grep -qx 'silent 2' "$said/0" || complain "killed: rank 0 says: $(cat "$said/0")"
end

echo "== stopped"
start stopped "$deadline" 0
await ready 0 1 2 3
kill -STOP "$(pid_of 3)"
await '^silent' 0 1 2
expect_in_time 0 1 2
grep -qx 'silent 3' "$said/0" || complain "stopped: rank 0 says: $(cat "$said/0")"
for rank in 1 2; do grep -qx 'silent' "$said/$rank" || complain "stopped: rank $rank says: $(cat "$said/$rank")"; done
end

echo "== cut off"
start cut "$deadline" 0
await ready 0 1 2 3
cluster cut node1
await '^silent' 0 1 2 3
expect_in_time 0 1 2 3
grep -qx 'silent 1' "$said/0" || complain "cut: rank 0 says: $(cat "$said/0")"
grep -qx 'silent 0' "$said/1" || complain "cut: rank 1 says: $(cat "$said/1")"
cluster heal
end

echo "== late, but in time"
start late 10 3 work 2 1
await '^done' 0 1 2 3
end

echo "== too late for the work"
start too-late "$deadline" 1 work 2 12
await '^(silent|done)' 0 1 3
expect_in_time 0 1 3
grep -qx 'silent 2' "$said/0" || complain "too late: rank 0 says: $(cat "$said/0")"
end

echo "== too late to join"
start no-join "$deadline" 1 join 3 5
await '^stalled .*joining MPI' 0 1 2
expect_in_time 0 1 2
end
finish
