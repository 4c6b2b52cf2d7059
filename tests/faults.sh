# Sourced by tests in bash: what is wrong is said and counted, and the test goes on.
# shellcheck shell=bash
faults=0
# complain WHAT...: goes on, and fails in the end.
complain() {
  echo "FAULT: $*" >&2
  faults=$((faults + 1))
}
# finish: the last line of a test.
finish() {
  ((faults == 0)) || exit 1
  echo "all well"
}
