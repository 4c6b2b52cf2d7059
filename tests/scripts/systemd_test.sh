#!/usr/bin/env bash
# systemd_test.sh SOURCE_FOLDER: systemd understands every line of the units, and finds what they start.
set -euo pipefail
source_folder=$1
command -v systemd-analyze >/dev/null || { echo "systemd-analyze is not installed" && exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
units=$source_folder/scripts/systemd
# The programs are looked for where a package puts them; here stands what they are, under another name.
mkdir "$work/units"
for unit in "$units"/*; do
  sed -e "s|/usr/bin/assay|/bin/true|; s|/usr/share/assay/slurm|$source_folder/scripts/slurm|" "$unit" >"$work/units/$(basename "$unit")"
done
said=$(SYSTEMD_UNIT_PATH="$work/units:" systemd-analyze verify --man=no "$work"/units/assay-nightly.{service,timer} 2>&1) || {
  echo "FAULT: systemd-analyze verify: $said" >&2
  exit 1
}
# It ends with 0 for a word that it does not know, and says so.
! grep -F "$work/units" <<<"$said" || exit 1
# A line that it does not know is noticed at all.
sed 's/^ProtectHome=/ProtectHouse=/' "$work/units/assay-nightly.service" >"$work/units/broken.service"
said=$(SYSTEMD_UNIT_PATH="$work/units:" systemd-analyze verify --man=no "$work/units/broken.service" 2>&1 || true)
[[ $said == *ProtectHouse* ]] || { echo "FAULT: a wrong line is not noticed: $said" >&2 && exit 1; }
[[ $(systemd-analyze calendar "$(sed -n 's/^OnCalendar=//p' "$units/assay-nightly.timer")") == *02:00:00* ]] || exit 1
echo "all well"
