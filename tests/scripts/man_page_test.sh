#!/usr/bin/env bash
# The manual page that is made of docs/cli.md: without a fault that a reader of such pages names, and complete. Skipped (77)
# without mandoc. Usage: man_page_test.sh SOURCE_DIR
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../faults.sh"
source_dir=$1
command -v mandoc >/dev/null || {
  echo "skipped: mandoc is not installed (scripts/setup --test)"
  exit 77
}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
manual=$source_dir/docs/cli.md page=$folder/assay.1
"$source_dir/scripts/package.d/man-page" "$manual" 1.2.3 >"$page"
# Long lines are a matter of style, and nobody edits this file.
faults=$(mandoc -T lint -W warning "$page") || complain "mandoc: $faults"
mandoc -T ascii -O width=200 "$page" | col -bx >"$folder/text"
grep -q "assay 1.2.3" "$folder/text" || complain "the page does not say its version"
has() { grep -qF -- "$1" "$folder/text" || complain "the page lacks: $1"; }
sections=0
while read -r section; do
  has "${section^^}"
  sections=$((sections + 1))
done < <(sed -n 's/^## //p' "$manual")
((sections > 10)) || complain "the manual has but $sections sections"
while read -r part; do has "$part"; done < <(sed -n 's/^### //p' "$manual")
# shellcheck disable=SC2016 # backticks of the manual
while read -r option; do has "$option"; done < <(sed -n 's/^- `\([^`]*\)`.*/\1/p' "$manual")
while read -r line; do has "$line"; done < <(sed -n 's/^    //p' "$manual")
! grep -n '`' "$folder/text" || complain "marks of Markdown are left"
finish
