#!/usr/bin/env bash
# scripts/slurm as Slurm runs them: nodes that are accepted, refused, lost; and a sweep that is interrupted and goes on.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
reports=$source_folder/tests/cluster/reports.py
jobs=$source_folder/scripts/slurm
cluster up 4 --slurm || exit
export ASSAY=$programs/assay
# Small buffers, so that hosts that share two cores need not wait for each other; such a run is never accepted.
small=(--device host --bytes 1M)
latency=(--device host --level quick --only collective.latency --budget 2s)

profile() {
  cat <<PROFILE
profile: $1
describes: hosts of a test
limits:
  - test: collective.latency
    metric: latency
    at_most: $2
    source: {url: "https://example.org", statistic: p95, date: 2026-11-22, confidence: low}
PROFILE
}
profile patient "30 s" >"$work/patient.yaml"
profile hasty "1 ns" >"$work/hasty.yaml"

# submit NAME ARG...: sbatch ARG... until the job has ended; its status and folder are left in $status and $folder.
submit() {
  name=$1
  shift
  status=0
  job=$(timeout 240 "$source_folder/scripts/cluster" sbatch --wait --parsable --output "$work/$name.log" "$@") || status=$?
  job=${job%%[;_]*}
  folder=$work/reports/$job
}
expect() { python3 "$reports" "$@" || complain "$name: $*: $(tail -n 5 "$work/$name.log")"; }
expect_status() { [[ $status == "$1" ]] || complain "$name: status $status, not $1: $(tail -n 8 "$work/$name.log")"; }
# of_host HOST FOLDER: its newest report.
of_host() { find "$2" -maxdepth 1 -name "assay-$1-*.json" | sort | tail -n 1; }

echo "== accepted"
submit accepted -N3 "$jobs/accept.sbatch" "$work/reports" "$work/patient.yaml" "${latency[@]}"
expect_status 0
for host in node0 node1 node2; do
  expect ok "$(of_host "$host" "$folder")"
  [[ -s $folder/$host.log ]] || complain "accepted: no log of $host"
done
expect nodes=node0,node1,node2 "$(of_host fabric "$folder")"

echo "== several collectives"
submit several -N4 "$jobs/accept.sbatch" "$work/reports" "$work/patient.yaml" "${small[@]}" --level quick --only 'collective.*' \
  --budget 3s
expect_status 2
for host in node0 node1 node2 node3; do expect ok "$(of_host "$host" "$folder")"; done
expect same-figures "$(of_host fabric "$folder")" "$(of_host node0 "$folder")" "$(of_host node3 "$folder")"

echo "== refused"
submit refused -N2 "$jobs/accept.sbatch" "$work/reports" "$work/hasty.yaml" "${latency[@]}"
expect_status 1
expect ok "$(of_host node0 "$folder")"

echo "== wrong usage"
submit usage -N2 "$jobs/accept.sbatch" "$work/reports" "$work/none.yaml" "${latency[@]}"
expect_status 3
grep -q 'no report from: node0 node1' "$work/usage.log" || complain "usage: $(tail -n 5 "$work/usage.log")"

echo "== a node is lost"
# kill_on HOST PATTERN: the run there and its workers, once it has measured something with the others.
kill_on() {
  local tries pid
  for ((tries = 0; tries < 600; tries++)); do
    sleep 0.1
    grep -qs '"test": *"collective' "$work"/reports/*/assay-"$1"-*.json || continue
    for pid in $(pgrep -f "$2"); do
      [[ $(nsenter --uts="/proc/$pid/ns/uts" hostname 2>/dev/null) == "$1" ]] || continue
      # The run first: it would tell of the loss of its workers. Words.
      # shellcheck disable=SC2046
      kill -KILL "$pid" $(pgrep -P "$pid") && return 0
    done
  done
  return 1
}
rm -rf "$work/reports"
kill_on node2 "assay run .*--seed 77" &
submit lost -N3 "$jobs/accept.sbatch" "$work/reports" "$work/patient.yaml" "${small[@]}" --only 'collective.*' --level standard \
  --budget 15s --seed 77
wait %1 || complain "lost: nothing was killed"
expect_status 2
for host in node0 node1; do expect complete "$(of_host "$host" "$folder")"; done
expect incomplete "$(of_host node2 "$folder")"
expect silent=node2 "$(of_host fabric "$folder")"

echo "== sweep"
submit sweep -N2 --array=0-1 "$jobs/sweep.sbatch" "$work/reports" "$work/patient.yaml" "${latency[@]}"
expect_status 0
[[ $(cd "$folder/done" && echo *) == "node0 node1 node2 node3" ]] || complain "sweep: measured were $(ls "$folder/done")"
for host in node0 node1 node2 node3; do
  expect ok "$(find "$folder" -mindepth 2 -maxdepth 2 -name "assay-$host-*.json")"
done

echo "== interrupted sweep"
job=$(cluster sbatch --parsable --output "$work/again.log" -N2 --array=5 "$jobs/sweep.sbatch" "$work/reports" "$work/patient.yaml" \
  "${small[@]}" --only 'collective.*' --level standard --budget 10s)
name=again folder=$work/reports/$job
for ((tries = 0; tries < 300; tries++)); do
  [[ -z $(of_host node0 "$folder/5" 2>/dev/null) || -z $(of_host node1 "$folder/5" 2>/dev/null) ]] || break
  sleep 0.1
done
cluster scontrol requeue "${job}_5"
for ((tries = 0; tries < 1200; tries++)); do
  # Slurm would wait for two minutes, in case the first attempt is not over.
  cluster scontrol update "jobid=${job}_5" starttime=now >/dev/null 2>&1 || true
  [[ ! -e $folder/done/node0 || ! -e $folder/done/node1 ]] || break
  sleep 0.1
done
for host in node0 node1; do
  expect complete "$(of_host "$host" "$folder/5")"
  expect incomplete "$(of_host "$host" "$folder/interrupted/5.1")"
done
finish
