#!/usr/bin/env bash
# The page of figures from a run on described GPUs, which must say that nothing was measured, and from made-up figures
# of others. Usage: gpu_summary_test.sh SOURCE_DIR ASSAY GPU_SUMMARY
set -euo pipefail
source_dir=$1 assay=$2 summary=$3
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export UBSAN_OPTIONS=${UBSAN_OPTIONS-print_stacktrace=1}

failures=0
expect() {
  if ! "${@:2}"; then
    echo "FAILED: $1"
    failures=$((failures + 1))
  fi
}
page_has() { grep -qF -- "$1" page.md; }
row_has() { grep -F "| $1 |" page.md | grep -qF -- "$2"; }
not() { ! "$@"; }

"$assay" run --device cuda --script "$source_dir/tests/virtual_node/scenarios/healthy.txt" --level quick --budget 2s \
  --only memory.read --only link.host_to_device --only link.peer --profile none --quiet -o report.json >/dev/null ||
  (($? == 2))
cat >bare.json <<'J'
{"by": "bare calls, made up", "device": {"name": "x", "pci": "0000:3b:00.0"},
 "figures": [{"beside": "link.host_to_device.bandwidth", "what": "a copy", "unit": "B/s", "median": 2e8, "best": 3e8, "n": 9}],
 "missing": [{"what": "a product", "why": "no library"}]}
J
cat >elsewhere.json <<'J'
{"by": "another card", "device": {"name": "x", "pci": "0000:ff:00.0"},
 "figures": [{"beside": "memory.read.bandwidth", "what": "a read", "unit": "B/s", "median": 1e8, "best": 1e8, "n": 9}],
 "missing": []}
J
"$summary" h100-sxm5-80gb report.json bare.json elsewhere.json >page.md
expect "a scripted run is marked" page_has "nothing here was measured on such hardware"
expect "the GPUs are named" page_has "8 x NVIDIA H100 80GB HBM3"
expect "the verdict stands with its profile" page_has "against h100-sxm5-80gb"
expect "a figure stands beside its limit" row_has memory.read.bandwidth "&gt;= 2.862 TB/s"
expect "and beside the published one" row_has memory.read.bandwidth "3.18 TB/s (max), "
expect "whose source is named" page_has "ND_H100_v5_results.md"
expect "and as a share of the peak" row_has memory.read.bandwidth " % |"
expect "the worst of all GPUs is named" row_has memory.read.bandwidth "of 8"
expect "a bare call on the same GPU is compared" row_has 'link.host\_to\_device.bandwidth' "200 MB/s by bare calls"
expect "as a share" row_has 'link.host\_to\_device.bandwidth' "ours"
expect "one on another card is not" not row_has memory.read.bandwidth "ours"
expect "what a bare call could not do is named" page_has "a product: no library"

"$summary" none report.json >page.md 2>errors && expect "an unknown profile is refused" false
expect "by name" grep -q none errors
echo '{"by": "x", "device": {}, "figures": [{"beside": "a.b", "what": "w", "unit": "B/s", "median": 0}], "missing": []}' >bad.json
"$summary" auto report.json bad.json >page.md 2>errors && expect "a rate of 0 is refused" false
expect "with its file and field" grep -q "bad.json: figures.median" errors
echo 'nonsense' >bad.json
"$summary" auto report.json bad.json >page.md 2>errors && expect "what is not JSON is refused" false
expect "with its file" grep -q "bad.json" errors
sed 's/"complete": true/"complete": false/' report.json >cut.json
"$summary" auto cut.json >page.md
expect "an incomplete run is marked" page_has "The run is not complete"
expect "without others there is no comparison" not page_has "ours"

echo "gpu-summary: $failures failures"
((failures == 0))
