#!/usr/bin/env bash
# prometheus_test.sh SOURCE_FOLDER ASSAY: verdicts on their way to an alert. A real node_exporter reads what assay writes, a real
# Prometheus scrapes it, and alerts fire where they should, and nowhere else.
set -euo pipefail
source_folder=$1 assay=$2
for tool in prometheus prometheus-node-exporter promtool; do
  command -v "$tool" >/dev/null || { echo "$tool is not installed (scripts/setup --test)" && exit 77; }
done
/usr/bin/python3 -c 'import yaml' || { echo "python3-yaml is not installed (scripts/setup --test)" && exit 77; }
work=$(mktemp -d)
started=()
leave() {
  ((${#started[@]} == 0)) || kill "${started[@]}" 2>/dev/null || true
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap leave EXIT
source "$source_folder/tests/faults.sh"
source "$source_folder/tests/demo.sh"

rules=$source_folder/scripts/prometheus
echo "== the rules are those of the limits that there are"
"$rules/generate-alerts" "$assay" "$source_folder"/reports/profiles/*.yaml >"$work/alerts.yml"
diff -u "$rules/alerts.yml" "$work/alerts.yml" || complain "scripts/prometheus/alerts.yml is not current: see its generator"
promtool check rules "$work/alerts.yml" || complain "promtool refuses the rules"
cp "$source_folder/tests/scripts/alerts_test.yml" "$work/"
promtool test rules "$work/alerts_test.yml" || complain "promtool: the rules do other things than expected"

# node HOST BANDWIDTH AGE_S: a report of that host.
node() { demo_report "$1" "$2" "$3" >"$work/reports/$1.json"; }
tell() { "$assay" judge "$work/reports" --profile "$work/demo.yaml" --format prometheus --quiet -o "$work/texts/assay.prom" || true; }
demo_profile "1 GB/s" >"$work/demo.yaml"
mkdir "$work/reports" "$work/texts"
demo_run "$assay"

read -r exporter_port server_port < <(python3 -c '
import socket
sockets = [socket.socket() for _ in range(2)]
for s in sockets: s.bind(("127.0.0.1", 0))
print(*(s.getsockname()[1] for s in sockets))')
prometheus-node-exporter --collector.disable-defaults --collector.textfile --collector.textfile.directory="$work/texts" \
  --web.listen-address="127.0.0.1:$exporter_port" >"$work/exporter.log" 2>&1 &
started+=($!)
cat >"$work/prometheus.yml" <<CONF
global: {scrape_interval: 3s, scrape_timeout: 3s, evaluation_interval: 1s}
rule_files: [alerts.yml]
scrape_configs:
  - {job_name: node, static_configs: [{targets: ["127.0.0.1:$exporter_port"]}]}
CONF
sed -i 's/^\( *for:\) .*/\1 1s/' "$work/alerts.yml"
prometheus --config.file="$work/prometheus.yml" --storage.tsdb.path="$work/data" --web.listen-address="127.0.0.1:$server_port" \
  >"$work/server.log" 2>&1 &
started+=($!)

ask() { promtool query instant "http://127.0.0.1:$server_port" "$1" 2>/dev/null || echo "no answer"; }
has() { [[ $(ask "$1") == *"=> ${2:-}"* ]]; }
# Nothing, from a server that sees the exporter: one that is held up is not taken for well.
lacks() { [[ -z $(ask "$1") ]] && has up "1 "; }
# eventually WORDS CHECK QUERY...: within half a minute.
eventually() {
  local tries
  for ((tries = 0; tries < 60; tries++)); do
    ! "${@:2}" || return 0
    sleep 0.5
  done
  complain "$1: $(ask "$3"); all alerts: $(ask ALERTS); $(tail -n 3 "$work/server.log" "$work/exporter.log")"
}
firing() { echo "ALERTS{alertstate=\"firing\",alertname=\"$1\",node=\"$2\"}"; }
# fires ALERT NODE, which may be empty.
fires() { eventually "$1 does not fire for ${2:-all}" has "$(firing "$@")"; }
ends() { eventually "$1 still fires for ${2:-all}" lacks "$(firing "$@")"; }

echo "== nothing is told"
fires AssayAbsent ""

echo "== one fails, one is stale, one is good"
node bad 1e6 60
node old 9e9 100000
node good 9e9 60
tell
fires AssayNodeFailing bad
fires AssayLimitMemoryReadBandwidth bad
fires AssayReportStale old
ends AssayAbsent ""
eventually "the figure of bad" has 'assay_measured_bytes_per_second{node="bad",metric="bandwidth"}' "1000000 "
# An alert that is none of its business would stay.
eventually "good is accused" lacks 'ALERTS{alertstate="firing",node="good"}'
eventually "a fresh report is stale" lacks 'ALERTS{alertstate="firing",alertname="AssayReportStale",node=~"bad|good"}'
eventually "node_exporter refuses the file" lacks 'node_textfile_scrape_error == 1'

echo "== they are well again, and one is gone"
node bad 9e9 30
node old 9e9 30
rm "$work/reports/good.json"
tell
ends AssayNodeFailing bad
ends AssayReportStale old
fires AssayNodeSilent good

finish
