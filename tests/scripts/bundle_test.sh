#!/usr/bin/env bash
# Makes the bundle of a build and runs it in a bare system of another release, where nothing is installed: the program,
# scripts/gpu-check, and a program that calls the OpenMPI carried. Makes that system with debootstrap, or takes the folder
# ASSAY_BARE_SYSTEM. Skipped (77) without root, debootstrap or its mirror. Usage: bundle_test.sh SOURCE_DIR BUILD_DIR
set -euo pipefail
source_dir=$1 build=$2

skip() {
  echo "skipped: $1"
  exit 77
}
((EUID == 0)) || skip "a bare system is entered as root"
for tool in unshare chroot patchelf orterun zstd; do
  command -v "$tool" >/dev/null || skip "$tool is not installed (scripts/setup --package)"
done
[[ -x $build/bin/gpu-summary ]] || skip "$build has no module for GPUs"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

bare=${ASSAY_BARE_SYSTEM:-}
if [[ -z $bare ]]; then
  command -v debootstrap >/dev/null || skip "debootstrap is not installed"
  # Not an older one: the bundle asks for this system's glibc.
  case $(. /etc/os-release && echo "${VERSION_CODENAME:-}") in
    bookworm | trixie) release=trixie ;;
    noble) release=noble ;;
    *) skip "no release is known to make a bare system of" ;;
  esac
  bare=$folder/bare
  debootstrap --variant=minbase "$release" "$bare" >"$folder/debootstrap" 2>&1 ||
    skip "debootstrap cannot make a $release: $(tail -n 1 "$folder/debootstrap")"
fi
# A folder of its own within, on top of which nothing of this run stays.
inside=$(mktemp -d "$bare/opt/bundle-XXXXXX")
trap 'rm -rf "$folder" "$inside"' EXIT
here=${inside#"$bare"}

failures=0
expect() {
  if ! "${@:2}"; then
    echo "FAILED: $1"
    echo "status $status, said: $said"
    failures=$((failures + 1))
  fi
}
# in_bare COMMAND...: in the bare system, with mounts that are gone afterwards.
in_bare() {
  status=0
  # shellcheck disable=SC2016 # expanded within
  said=$(unshare --mount --fork bash -c '
    bare=$1 && shift
    mount -t proc proc "$bare/proc" && mount --rbind /sys "$bare/sys" && mount --rbind /dev "$bare/dev"
    exec chroot "$bare" env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin bash -c "$*"' - "$bare" "cd $here && $*" 2>&1) ||
    status=$?
}
status_is() { [[ $status == "$1" ]]; }
said_has() { [[ $said == *"$1"* ]]; }
one_line() { [[ $said != *$'\n'* ]]; }
not() { ! "$@"; }

"$source_dir/scripts/package" --build "$build" -o "$folder" 2>&1 | tail -n 1
zstd -dcq "$folder"/assay-*.tar.zst | tar -C "$inside" --strip-components=1 -xf -

# shellcheck disable=SC2016 # expanded within
in_bare 'for f in bin/* lib/assay/*.so* libexec/assay/* $(find lib/mpi -name "*.so*" ! -name "libuct_*" ! -name "*rdmacm*") lib/mpi/bin/*; do case $f in */libassay_mpi.so | */libassay_postgresql.so) ;; *) ldd $f ;; esac; done | grep -E "not found"'
expect "every library is carried" status_is 1
# MPI is that of whoever launches: the node's own, or the one that lib/mpi/run brings along.
in_bare 'lib/mpi/run ldd lib/assay/libassay_mpi.so | grep -E "not found"'
expect "the module for MPI finds the MPI that is carried" status_is 1
# PostgreSQL's client library is where a server of it is.
in_bare bin/assay history query postgresql://nowhere/history moves
expect "the module for PostgreSQL says what is missing" said_has "libsoci_postgresql"
in_bare bin/assay --version
expect "the program starts" said_has "assay "
in_bare bin/assay list
expect "modules are found" said_has "host matrix products through OpenBLAS"
expect "the CUDA module says what is missing" said_has "no NVIDIA driver"
in_bare 'bin/assay run --level quick --budget 15s --device host --quiet --profile none -o report.json --only "memory.stream_*" --only "compute.gemm_*" --only "compute.digest"'
expect "a run ends well" status_is 0
in_bare 'bin/assay judge report.json --profile integrity; test $? -le 2'
expect "its report is judged" status_is 0
in_bare scripts/gpu-check
expect "gpu-check without a driver is unknown" status_is 2
expect "and says why" said_has "no NVIDIA driver"
expect "in one line" one_line
for program in gpu_ports_test "gpu_faults_test lib/assay/libassay_cuda.so"; do
  in_bare "libexec/assay/$program"
  expect "$program is skipped" status_is 77
done
in_bare grep -c . share/doc/assay/licence-cuda-runtime.txt share/doc/assay/licence-libopenmpi* share/doc/assay/licence-libopenblas*
expect "licences are there" status_is 0

cat >"$folder/ranks.c" <<'C'
#include <dlfcn.h>
#include <stdio.h>
/* Sums the numbers of all ranks, through nothing but the library's own symbols. */
int main(int argc, char** argv) {
  void* mpi = dlopen("libmpi.so.40", RTLD_NOW | RTLD_GLOBAL);
  if (!mpi) return printf("%s\n", dlerror()), 1;
  void* world = dlsym(mpi, "ompi_mpi_comm_world");
  int rank = -1, sum = -1;
  if (((int (*)(int*, char***))dlsym(mpi, "MPI_Init"))(&argc, &argv)) return 2;
  ((int (*)(void*, int*))dlsym(mpi, "MPI_Comm_rank"))(world, &rank);
  rank += 1;
  ((int (*)(const void*, void*, int, void*, void*, void*))dlsym(mpi, "MPI_Allreduce"))(
      &rank, &sum, 1, dlsym(mpi, "ompi_mpi_int"), dlsym(mpi, "ompi_mpi_op_sum"), world);
  printf("sum %d\n", sum);
  return ((int (*)(void))dlsym(mpi, "MPI_Finalize"))();
}
C
cc -o "$inside/ranks" "$folder/ranks.c" -ldl
in_bare lib/mpi/run mpirun --allow-run-as-root --oversubscribe -np 3 ./ranks
expect "three ranks start" status_is 0
expect "and add up" said_has "sum 6"
expect "without a complaint" not said_has "rror"
in_bare lib/mpi/run ./ranks
expect "a program alone is a world of one" said_has "sum 1"

# The package of the program alone needs what the system offers; here only that it is complete and knows that.
(cd "$build" && cpack -G DEB -B "$folder/deb" >"$folder/cpack" 2>&1) || true
said=$(cat "$folder/cpack") status=0
package=$(find "$folder/deb" -maxdepth 1 -name '*.deb')
expect "a Debian package is made" [ -n "$package" ]
listing=$(dpkg -c "$package")
contents() { grep -q "$1" <<<"$listing"; }
for file in usr/bin/assay usr/lib/assay/libassay_cuda.so usr/lib/assay/libcudart.so usr/share/doc/assay/copyright \
  usr/share/doc/assay/licence-cuda-runtime.txt usr/share/assay/profiles/integrity.yaml; do
  expect "it holds $file" contents "$file"
done
expect "it names what it depends on" grep -q libopenblas0 <(dpkg -f "$package" Depends)

echo "bundle: $failures failures"
((failures == 0))
