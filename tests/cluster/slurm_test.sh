#!/usr/bin/env bash
# Slurm starts ranks on four hosts, which find each other.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cluster up 4 --slurm || exit

[[ $(cluster srun -N4 hostname | sort | paste -sd,) == node0,node1,node2,node3 ]] || complain "srun does not reach four hosts"

mkdir "$work/said"
timeout 60 "$source_folder/scripts/cluster" srun -N4 -n4 "$programs/cluster_rank" "$work/said" 20 100 >"$work/log" 2>&1 ||
  complain "srun: $(tail -n 5 "$work/log")"
for rank in 0 1 2 3; do
  grep -qx 'done' "$work/said/$rank" || complain "rank $rank says: $(cat "$work/said/$rank" 2>&1)"
done

timeout 200 "$source_folder/scripts/cluster" srun -N4 -n4 "$programs/mpi_conformance_ranks" \
  --gtest_filter='*AllReduce:*AllToAllV:*Splits:*Barrier' >"$work/log" 2>&1 || complain "conformance: $(tail -n 20 "$work/log")"
grep -q 'PASSED' "$work/log" || complain "nothing passed: $(tail -n 20 "$work/log")"

# Without PMIx every rank is alone, which Open MPI refuses and our ranks would notice: nobody takes himself for a cluster.
if timeout 60 "$source_folder/scripts/cluster" srun --mpi=none -N4 -n4 "$programs/mpi_conformance_ranks" \
  --gtest_filter=None >"$work/log" 2>&1; then
  complain "ranks without PMIx met: $(tail -n 5 "$work/log")"
fi
grep -qE 'disagree|PMI' "$work/log" || complain "ranks without PMIx do not say why: $(tail -n 5 "$work/log")"
finish
