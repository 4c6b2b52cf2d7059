# Sourced by the scripts beside it. Leaves the shell in the repository's root.
# shellcheck shell=bash
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Rebuilding after a branch switch, or in a second clone, is what a compiler cache is for; nothing depends on it.
if command -v ccache >/dev/null; then
  export CCACHE_BASEDIR=${CCACHE_BASEDIR-$PWD} CCACHE_NOHASHDIR=${CCACHE_NOHASHDIR-1}
  export CMAKE_C_COMPILER_LAUNCHER=${CMAKE_C_COMPILER_LAUNCHER-ccache}
  export CMAKE_CXX_COMPILER_LAUNCHER=${CMAKE_CXX_COMPILER_LAUNCHER-ccache}
  export CMAKE_CUDA_COMPILER_LAUNCHER=${CMAKE_CUDA_COMPILER_LAUNCHER-ccache}
fi
export CMAKE_BUILD_PARALLEL_LEVEL=${CMAKE_BUILD_PARALLEL_LEVEL-$(nproc)}

# The comment at the top of the calling script, without the line that names the interpreter.
usage() { awk 'NR > 1 && /^#/ { sub(/^# ?/, ""); print; next } NR > 1 { exit }' "$0"; }

# configure PRESET [ARG...]: runs cmake's configure step, unless it has been run with the same arguments.
# Changed CMake files are noticed by the build itself.
configure() {
  local preset=$1 stamp=build/$1/configured-with
  shift
  [[ ! -f build/$preset/build.ninja || $(cat "$stamp" 2>/dev/null) != "$*" ]] || return 0
  cmake --preset "$preset" "$@" >&2 || return
  echo "$*" >"$stamp"
}

# build PRESET [ARG...]: compiles what has changed.
build() {
  local preset=$1
  shift
  cmake --build "build/$preset" "$@" >&2
}

# True where an NVIDIA GPU sits on the PCI bus, with or without a driver.
has_nvidia_gpu() {
  local device vendor class
  for device in "${ASSAY_PCI_DEVICES:-/sys/bus/pci/devices}"/*; do
    { read -r vendor <"$device/vendor" && read -r class <"$device/class"; } 2>/dev/null || continue
    [[ $vendor != 0x10de || $class != 0x03* ]] || return 0
  done
  return 1
}

# llvm_tool NAME: the tool of the version that this house is laid out with, else the system's own, and says so.
llvm_tool() {
  if command -v "$1-14" >/dev/null; then
    echo "$1-14"
  elif [[ $("$1" --version 2>/dev/null) == *"version 14."* ]]; then
    echo "$1"
  else
    echo "check: $1 14 is not here; $("$1" --version | sed -n '/version/s/^ *//p') may see other faults" >&2
    echo "$1"
  fi
}
