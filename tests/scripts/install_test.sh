#!/usr/bin/env bash
# What cmake --install puts where, and that the program runs from there. Usage: install_test.sh SOURCE_DIR BUILD_DIR
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../faults.sh"
source_dir=$1 build=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
root=$folder/usr
cmake --install "$build" --component program --prefix "$root" >"$folder/log" 2>&1 || {
  tail -n 20 "$folder/log"
  exit 1
}
is_there() { [[ -s $root/$1 ]] || complain "$1 is not installed"; }
is_run() { [[ -x $root/$1 ]] || complain "$1 cannot be run"; }

[[ $("$root/bin/assay" --version) == "$("$build/bin/assay" --version)" ]] || complain "installed, assay says: $("$root/bin/assay" --version)"
cmp -s <("$root/bin/assay" completion bash) "$root/share/bash-completion/completions/assay" || complain "bash gets another completion"
cmp -s <("$root/bin/assay" completion zsh) "$root/share/zsh/vendor-completions/_assay" || complain "zsh gets another completion"
cmp -s <("$root/bin/assay" completion fish) "$root/share/fish/vendor_completions.d/assay.fish" || complain "fish gets another completion"
grep -q '^\.TH ASSAY 1' < <(zcat "$root/share/man/man1/assay.1.gz") || complain "there is no manual page"
# What documents and units name, they name by these paths.
for script in health-check may-measure prolog settle sweep.sbatch; do is_run "share/assay/slurm/$script"; done
is_run share/assay/prometheus/generate-alerts
for file in share/assay/{prometheus/alerts.yml,grafana/assay.json} lib/systemd/system/assay-nightly.{service,timer} \
  share/doc/assay/{copyright,README.md,docs/{cli,errors,nightly,security}.md,docs/images/dossier.png}; do is_there "$file"; done
while read -r path; do [[ -e $root/${path#/usr/} ]] || complain "a unit starts $path, which is not installed"; done \
  < <(sed -n 's/^Exec[A-Za-z]*=\(\/usr\/[^ ]*\).*/\1/p' "$root"/lib/systemd/system/*.service)
while read -r page; do is_there "share/doc/assay/docs/${page#"$source_dir/docs/"}"; done < <(find "$source_dir/docs" -name evidence -prune -o -name '*.md' -print)
finish
