#!/usr/bin/env bash
# The communicators of four hosts behave as those of one.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cluster up 4 || exit
# What moves hundreds of megabytes is for the test on one machine: these links carry 120 MB/s.
timeout 250 "$source_folder/scripts/cluster" mpirun -np 4 "$programs/mpi_conformance_ranks" \
  --gtest_filter=-*LargeMessages >"$work/log" 2>&1 || complain "mpirun failed: $(tail -n 20 "$work/log")"
grep -q 'PASSED' "$work/log" || complain "nothing passed: $(tail -n 20 "$work/log")"
finish
