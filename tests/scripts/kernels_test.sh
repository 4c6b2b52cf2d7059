#!/usr/bin/env bash
# Runs scripts/check.d/kernels with a compiler that says what a good one says of good kernels, then of kernels with one
# fault each. Usage: kernels_test.sh SOURCE_DIR
set -euo pipefail
source_dir=$1
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
cd "$tree"
git init -q .
mkdir -p scripts/check.d kernels/cuda/digest
cp "$source_dir/scripts/common.sh" scripts/
cp "$source_dir/scripts/check.d/kernels" scripts/check.d/
for file in streams move digest/hunt; do echo '__global__ void kernel();' >"kernels/cuda/$file.cu"; done

# The faults are variables: how many bytes are spilled where, and which instructions the kernels hold.
cat >nvcc <<'N'
#!/bin/bash
while [[ ${1:-} != "" ]]; do
  case $1 in
    -o) out=$2 && shift ;;
    arch=*) arch=${1#arch=compute_} arch=${arch%%,*} ;;
    *.cu) file=$1 ;;
  esac
  shift
done
entry() { printf '.visible .entry %s(\n)\n{\n %s;\n}\n' "$1" "$2"; }
ptx() {
  case $file in
    */streams.cu)
      for kernel in streamI4Copy streamI5Scale streamI3Add streamI5Triad; do
        entry "$kernel" "ld.global.cs.${LOAD:-v2.f64} x; st.global.cs.${STORE:-v2.f64} x; ${ALSO:-}"
      done
      entry read_again_all "ld.global.${CACHE:-cg}.v2.u64 x; ld.volatile.global.u64 x"
      entry streamI5Write "st.global.cs.${STORE:-v2.f64} x"
      entry read_all "ld.global.cs.${LOAD:-v2.f64} x"
      ;;
    */move.cu) entry move_words "ld.global.cs.${LOAD:-v2.u64} x; st.global.v4.u32 x" ;;
    */hunt.cu)
      for type in bf16 fp16 tf32 fp8; do
        entry "digest_by_wgmma_$type" "${MATRIX:-wgmma.mma_async}.sync.aligned x"
        entry "digest_by_mma_sync_$type" "${MATRIX:-mma.sync}.aligned x"
      done
      ;;
  esac
}
ptx >"$out"
spilled=0
[[ ${SPILL:-} != "$arch" ]] || spilled=8
echo "ptxas info    : Compiling entry function 'kernel' for 'sm_$arch'"
echo "    0 bytes stack frame, $spilled bytes spill stores, $spilled bytes spill loads"
[[ -z ${WARN:-} ]] || echo "ptxas info    : (C7510) Potential Performance Loss: wgmma.mma_async instructions are serialized"
exit "${ENDS:-0}"
N
chmod +x nvcc

failures=0
fail() {
  echo "FAILED: $1"
  failures=$((failures + 1))
}
scripts/check.d/kernels "$tree/nvcc" || fail "good kernels were refused"
# expect TEXT VARIABLE=VALUE: that fault is found and told.
expect() {
  local found
  if found=$(env "$2" scripts/check.d/kernels "$tree/nvcc" 2>&1); then
    fail "$2: not found"
  elif [[ $found != *"$1"* ]]; then
    fail "$2: expected '$1', found: $found"
  fi
}
for architecture in 80 90a 100a 120; do
  expect "sm_$architecture: kernel:    0 bytes stack frame, 8 bytes spill" "SPILL=$architecture"
done
expect "4Copy have ld" LOAD=f64
expect "read_all have ld" LOAD=f64
expect "move_words have ld" LOAD=f64
expect "streamI have st" STORE=f64
expect "streamI also have ld.global.f64" "ALSO=ld.global.f64 x"
expect "streamI also have st.global.b32" "ALSO=st.global.b32 x"
expect "read_again_all have ld" CACHE=ca
expect "digest_by_wgmma have wgmma" MATRIX=fma
expect "digest_by_mma_sync have mma" MATRIX=fma
expect "Potential Performance Loss" WARN=1
expect "does not compile" ENDS=1

echo "kernels: $failures failures"
((failures == 0))
