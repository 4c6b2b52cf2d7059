#!/usr/bin/env bash
# shellcheck disable=SC2016 # stand-ins expand when they run
# Runs scripts/gpu-check in a bundle of stand-ins that pass, fail, skip, hang and will not die. Usage: gpu_check_test.sh
# SOURCE_DIR
set -euo pipefail
source_dir=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
bundle=$folder/bundle
mkdir -p "$bundle"/{bin,scripts,libexec/assay,lib/assay} "$folder/bin"
cp "$source_dir/scripts/gpu-check" "$bundle/scripts/"
touch "$bundle/lib/assay/libassay_cuda.so" "$bundle/libexec/assay/torch_matmul.py"
export ASSAY_GPU_CHECK_LIMIT_S=60 PATH=$folder/bin:$PATH VIRTUAL_ENV=

failures=0
expect() {
  if ! "${@:2}"; then
    echo "FAILED: $1"
    echo "status $status, said: $said"
    failures=$((failures + 1))
  fi
}

# program PATH BODY: a stand-in.
program() {
  printf '#!/bin/bash\n%s\n' "$2" >"$1"
  chmod +x "$1"
}
# assay ENDS: a node with a driver and a GPU, whose run ends so.
assay() {
  program "$bundle/bin/assay" '
    case $1 in
      probe) echo "device 0000:1b:00.0" ;;
      run) while [[ $1 != -o ]]; do shift; done; echo "{}" >"$2"; echo table; exit '"$1"' ;;
      judge) echo "verdict of $*"; exit '"$1"' ;;
    esac'
}
# all_well: nothing is wrong.
all_well() {
  assay 0
  program "$bundle/libexec/assay/gpu_ports_test" 'echo "[  PASSED  ] 13 tests."'
  program "$bundle/libexec/assay/gpu_faults_test" '[[ -e $1 ]] && echo "[  PASSED  ] 60 tests."'
  program "$bundle/libexec/assay/gpu-baseline" 'echo "{\"figures\": []}"'
  program "$bundle/libexec/assay/gpu-summary" 'echo "profile $1, report $2, beside ${*:3}"'
  program "$folder/bin/python3" '[[ $1 == -c ]] || echo "{\"by\": \"torch\"}"'
}
check() {
  status=0
  rm -rf "$folder/out"
  said=$("$bundle/scripts/gpu-check" -o "$folder/out" "$@" 2>&1) || status=$?
}
status_is() { [[ $status == "$1" ]]; }
said_has() { [[ $said == *"$1"* ]]; }
one_line() { [[ $said != *$'\n'* ]]; }
has() { [[ -s $folder/out/$1 ]]; }
not() { ! "$@"; }
summary_has() { grep -qF -- "$1" "$folder/out/summary.md"; }
at_most_8_files() { (($(find "$folder/out" -type f | wc -l) <= 8)); }

all_well
check
expect "a GPU that is well passes" status_is 0
for file in report.json run.txt verdict.txt tests.txt baseline.json torch.json summary.md; do
  expect "$file is left" has "$file"
done
expect "no more than 8 files" at_most_8_files
expect "the summary counts tests" summary_has "60 tests"
expect "and is given all figures" summary_has "beside $folder/out/baseline.json $folder/out/torch.json"
check --profile h100-pcie
expect "the profile is passed on" summary_has "profile h100-pcie, report $folder/out/report.json"

program "$bundle/bin/assay" 'echo "refused no NVIDIA driver"'
check
expect "no driver is unknown" status_is 2
expect "no driver is said" said_has "no NVIDIA driver"
expect "in one line" one_line
expect "and leaves nothing" [ ! -e "$folder/out" ]
program "$bundle/bin/assay" 'sleep 60'
ASSAY_GPU_CHECK_LIMIT_S=3 check
expect "a driver that hangs is unknown" status_is 2
expect "and named" said_has "did not answer within 3 s"

all_well
program "$bundle/libexec/assay/gpu_ports_test" 'echo "[  FAILED  ] 1 test"; exit 1'
check
expect "a test that fails is a fail" status_is 1
expect "the rest is carried out" has torch.json
expect "it stands in the summary" summary_has "ended with 1"

all_well
program "$bundle/libexec/assay/gpu_faults_test" 'trap "" TERM; sleep 60'
start=$SECONDS
ASSAY_GPU_CHECK_LIMIT_S=3 check
expect "a hang is unknown" status_is 2
expect "and costs its own time only" [ $((SECONDS - start)) -lt 55 ]
expect "its limit is named" summary_has "ended after 3 s, its time limit"
expect "the run is carried out" has report.json

all_well
program "$bundle/libexec/assay/gpu_ports_test" 'echo "skipped: no device"; exit 77'
check
expect "a skipped test is unknown" status_is 2
expect "the reason stands in the summary" summary_has "skipped: no device"

for ends in 1 2 4; do
  all_well
  assay $ends
  check
  expect "a run that ends with $ends counts" status_is $((ends == 1 ? 1 : 2))
  expect "its verdict is kept" has verdict.txt
done

all_well
program "$bundle/libexec/assay/gpu_ports_test" 'exit 1'
assay 2
check
expect "fail is worse than unknown" status_is 1

all_well
program "$bundle/libexec/assay/gpu-baseline" 'echo "no such library" >&2; exit 4'
program "$folder/bin/python3" 'exit 1'
check
expect "figures of others decide nothing" status_is 0
expect "none is made up" not has baseline.json
expect "what went wrong is in the log" grep -q "no such library" "$folder/out/tests.txt"
expect "what is not there is named" summary_has "no python3 here has torch"

all_well
program "$folder/bin/compute-sanitizer" '
  [[ $1 != --version ]] || exit 0
  [[ $* == *"--tool racecheck"*gpu_ports_test* ]] && { echo "race in kernel x"; exit 99; }
  echo "clean: $*"'
check --sanitize
expect "what a sanitizer finds is a fail" status_is 1
expect "and kept" grep -q "race in kernel x" "$folder/out/sanitize.txt"
expect "every pair of tool and tests is run" [ "$(grep -c '^clean' "$folder/out/sanitize.txt")" -eq 3 ]

all_well
rm "$bundle/libexec/assay/gpu-baseline"
check
expect "a bundle that lacks a part is unknown" status_is 2
expect "and says which" said_has "gpu-baseline is not here"
check --nonsense
expect "an unknown option is refused" status_is 3

echo "gpu-check: $failures failures"
((failures == 0))
