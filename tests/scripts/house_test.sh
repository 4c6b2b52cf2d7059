#!/usr/bin/env bash
# Plants one fault of each kind into a small tree of its own and expects scripts/check.d/house to name its line;
# then expects a tree without faults to pass. Usage: house_test.sh SOURCE_DIR
set -euo pipefail
source_dir=$1
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
cd "$tree"
git init -q .
mkdir -p scripts/check.d core kernels/cuda reports suites/memory cli
cp "$source_dir/scripts/common.sh" scripts/
cp "$source_dir/scripts/check.d/house" scripts/check.d/

failures=0
fail() {
  echo "FAILED: $1"
  failures=$((failures + 1))
}

# A tree that breaks nothing, though it comes near.
printf '#pragma once\n// std::cout and exit(1) in a comment\nint snprintf_like();\n' >core/near.hpp
printf '#include "core/near.hpp"\n#include <cuda_runtime.h>\n' >kernels/cuda/near.cpp
printf '#include "suites/near.hpp"\nint main() { std::printf("x"); }\n' >cli/near.cpp
scripts/check.d/house || fail "a tree without faults was refused"

# expect FILE:LINE TEXT CONTENT: a fault planted into FILE is found at that line, and is the only one.
expect() {
  local place=$1 text=$2 content=$3 found
  mkdir -p "$(dirname "${place%:*}")"
  printf '%b' "$content" >"${place%:*}"
  if found=$(scripts/check.d/house); then
    fail "$place: not found: $text"
  elif [[ $found != "$place: "*"$text"* || $found == *$'\n'* ]]; then
    fail "$place: expected one fault with '$text', found: $found"
  fi
  rm "${place%:*}"
}

long_file=$(printf 'int x;\\n%.0s' {1..251})
expect core/a.cpp:1 "arrow up from core" '#include "suites/registry.hpp"\n'
expect suites/memory/a.cpp:2 "arrow up from suites" '\n#include "reports/report.hpp"\n'
expect reports/a.cpp:1 "arrow up from reports" '#  include "kernels/device.hpp"\n'
expect suites/memory/b.cpp:1 "vendor headers" '#include <cuda_runtime.h>\n'
expect reports/b.hpp:2 "vendor headers" '#pragma once\n#include "nccl.h"\n'
expect core/c.cpp:1 "prints or exits" 'void f() { std::cout << 1; }\n'
expect core/d.cpp:3 "prints or exits" '\n\nvoid f() { std::exit(1); }\n'
expect kernels/e.cpp:1 "prints or exits" 'void f() { fprintf(stderr, "x"); }\n'
expect core/f.cpp:251 "250 are enough" "$long_file"
expect core/g.hpp:1 "without #pragma once" 'int x;\n'
expect core/CMakeLists.txt:1 "downloads nothing" 'include(FetchContent)\n'
expect scripts/h:2 "downloads nothing" '#!/bin/sh\ncurl x\n'
expect core/i.cpp:1 "white space" 'int x; \n'
expect core/j.cpp:1 "banner" '// ----------\n'

echo "house rules: $failures failures"
((failures == 0))
