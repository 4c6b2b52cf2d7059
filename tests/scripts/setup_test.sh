#!/usr/bin/env bash
# Runs scripts/setup and common.sh against a made-up package system and PCI bus. Usage: setup_test.sh SOURCE_DIR
set -euo pipefail
source_dir=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/bin"

# fake NAME BODY: a program of that name comes first on PATH.
fake() {
  printf '#!/bin/bash\n%s\n' "$2" >"$folder/bin/$1"
  chmod +x "$folder/bin/$1"
}
export ASSAY_TOOLS=$folder/tools FAKE=$folder PATH=$folder/bin:$PATH
# shellcheck disable=SC2016 # expanded when the fakes run
{
  fake dpkg-query 'sed "s|^|installed/|" "$FAKE/installed" | tr "\n" " "'
  fake apt-get 'echo "apt-get $*" >>"$FAKE/calls"
    [[ $* != *install* ]] || for p in "$@"; do echo "$p"; done >>"$FAKE/installed"'
  fake apt-cache '[[ $3 == *-14 ]] || echo "$3 | 1.0 | somewhere"'
  fake sudo 'exit 1'
  fake python3 'echo "no network" >&2; exit 1'
}

failures=0
expect() {
  if ! "${@:2}"; then
    echo "FAILED: $1"
    failures=$((failures + 1))
  fi
}
setup() {
  : >"$folder/calls"
  status=0
  said=$("$source_dir/scripts/setup" "$@" 2>&1) || status=$?
}
calls_have() { grep -qE -- "$1" "$folder/calls"; }
called_nothing() { [[ ! -s $folder/calls ]]; }
status_is() { [[ $status == "$1" ]]; }
said_has() { [[ $said == *"$1"* ]]; }

: >"$folder/installed"
if ((EUID == 0)); then
  setup
  expect "a bare system gets its packages" calls_have '^apt-get install .*cmake.*libsimdjson-dev'
  expect "it is told which" said_has "libsimdjson-dev"
  expect "and ends well" status_is 0
  setup
  expect "a second call does nothing" called_nothing
  expect "and says nothing" [ -z "$said" ]
  setup --test
  expect "an option installs only what it adds" calls_have '^apt-get install .*libgtest-dev'
  expect "not what is there" [ -z "$(grep -w cmake "$folder/calls")" ]
  setup --check
  expect "what this system lacks is replaced" calls_have ' clang-format( |$)'
  expect "without its package the linter is the system's" calls_have ' clang-tidy( |$)'
  echo clang-format >>"$folder/installed"
  setup --test --check
  expect "any of a choice will do" called_nothing
else
  setup
  expect "without root nothing is installed" [ -z "$(grep install "$folder/calls")" ]
  expect "the way out is named" said_has "apt-get install build-essential"
  expect "and the status says so" status_is 3
fi
setup --nonsense
expect "an unknown option is refused" status_is 3

# gpu_on VENDOR CLASS: is a bus with one such device said to have a GPU?
gpu_on() {
  mkdir -p "$folder/pci/0000:01:00.0"
  echo "$1" >"$folder/pci/0000:01:00.0/vendor"
  echo "$2" >"$folder/pci/0000:01:00.0/class"
  ASSAY_PCI_DEVICES=$folder/pci bash -c "source '$source_dir/scripts/common.sh'; has_nvidia_gpu"
}
not() { ! "$@"; }
expect "a GPU is seen" gpu_on 0x10de 0x030200
expect "a display GPU is seen" gpu_on 0x10de 0x030000
expect "an NVSwitch is no GPU" not gpu_on 0x10de 0x068000
expect "another maker's is not ours" not gpu_on 0x1002 0x030000
expect "an empty bus has none" not env ASSAY_PCI_DEVICES="$folder/nothing" bash -c \
  "source '$source_dir/scripts/common.sh'; has_nvidia_gpu"

echo "setup: $failures failures"
((failures == 0))
