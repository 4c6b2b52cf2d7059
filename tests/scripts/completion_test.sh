#!/usr/bin/env bash
# Loads the completion of one shell in that shell and asks it what users would. Skipped (77) where it is not installed.
# Usage: completion_test.sh PROGRAM bash|fish|zsh
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../faults.sh"
program=$1 shell=$2
command -v "$shell" >/dev/null || {
  echo "skipped: $shell is not installed (scripts/setup --test)"
  exit 77
}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$program" completion "$shell" >"$folder/script"
"$program" list --json >"$folder/list.json"
mkdir "$folder/here" "$folder/home"
export HOME=$folder/home LC_ALL=C.UTF-8
cd "$folder/here"
touch a-report.json

# shellcheck disable=SC2016 # expanded by that shell
# candidates LINE: what may follow, a word a line, of a shell that has loaded the script.
candidates() {
  case $shell in
    bash) bash --norc --noprofile "$folder/ask.bash" "$folder/script" "$1" ;;
    fish) fish --no-config -c 'source $argv[1]; complete -C "$argv[2]"' "$folder/script" "$1" | cut -f 1 ;;
    zsh) zsh -f "$folder/ask.zsh" "$folder/script" "$1" ;;
  esac
}
# As readline calls a completion: words are split at blanks and at "=".
cat >"$folder/ask.bash" <<'B'
compopt() { :; }  # only within a completion of readline's
source "$1"
[[ $(complete -p assay) == *' -F _assay assay' ]] || exit 1
read -ra COMP_WORDS <<<"${2//=/ = }"
[[ $2 != *' ' && $2 != *= ]] || COMP_WORDS+=('')
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_assay
printf '%s\n' "${COMPREPLY[@]}"
B
# A shell on a terminal of its own, whose completion tells what it adds in place of showing it.
cat >"$folder/ask.zsh" <<'Z'
zmodload zsh/zpty
rm -f $1.told
zpty asked zsh -f -i
say() { zpty -w asked "$1" }
say 'PS1=; PS2=; unsetopt zle_bracketed_paste 2>/dev/null; autoload -Uz compinit; compinit -u -D'
say "source ${(q)1}"
say 'zstyle ":completion:*" list-grouped no; LISTMAX=1000'
say 'compadd() { builtin compadd -O added "$@" 2>/dev/null; [[ -z ${added-} ]] || print -rl -- $added >>$TOLD; builtin compadd "$@" }'
say "TOLD=${(q)1}.told; : >\$TOLD"
say 'tell() { local -a added; : >$TOLD; _main_complete; print -r -- ended >>$TOLD }; zle -C tell complete-word tell; bindkey "^T" tell'
for i in {1..400}; do [[ -e $1.told ]] && break || sleep 0.05; done
zpty -w -n asked "$2"$'\x14'
for i in {1..400}; do
  sleep 0.05
  [[ ! -e $1.told || $(tail -n 1 $1.told) != ended ]] || break
done
grep -vx ended $1.told
zpty -d asked
Z

# gives LINE WORD...: exactly these. offers LINE WORD...: these among others.
gives() {
  local found
  found=$(candidates "$1" | sort -u | xargs)
  [[ $found == "$(printf '%s\n' "${@:2}" | sort -u | xargs)" ]] || complain "'$1' gives: $found"
}
offers() {
  local found word
  found=$'\n'$(candidates "$1")$'\n'
  for word in "${@:2}"; do
    [[ $found == *$'\n'"$word"$'\n'* ]] || complain "'$1' lacks $word, gives: $(xargs <<<"$found")"
  done
}

gives "assay ju" judge
gives "assay run --le" --level
gives "assay run --level " quick standard burnin
gives "assay judge --format " text json jsonl junit markdown csv html prometheus
lead=$([[ $shell != fish ]] || echo "--format=") # of which bash and zsh tell the rest alone
gives "assay judge --format=js" "${lead}json" "${lead}jsonl"
gives "assay --quiet judge --format m" markdown
gives "assay history " ingest query trend
gives "assay history query some.db mo" moves
gives "assay history query --format " text json
gives "assay run --only memory.stream_t" memory.stream_triad
offers "assay judge --profile integ" integrity
offers "assay judge a-" a-report.json
offers "assay judge -o a-" a-report.json
offers "assay import a" auto
offers "assay import auto a-" a-report.json
gives "assay completion " bash fish zsh
gives "assay run --budget " # nobody can guess it

# Every verb of the help's table, and every option of every verb's section.
# shellcheck disable=SC2016 # backticks of the manual
mapfile -t verbs < <("$program" --help | sed -n 's/^| `\([a-z]*\)` |.*/\1/p')
((${#verbs[@]} > 10)) || complain "the help has but ${#verbs[@]} verbs"
offers "assay " "${verbs[@]}"
if [[ $shell != zsh ]]; then # a terminal a question is slow; all shells have one grammar
  for verb in "${verbs[@]}"; do
    # shellcheck disable=SC2016
    mapfile -t options < <("$program" "$verb" --help | sed -n 's/^- \(`-[^:]*`\):.*/\1/p' | grep -oE -- '--[a-z-]+' | sort -u)
    parts=$("$program" "$verb" --help | sed -n "s/^    assay $verb \([a-z][a-z]*\) .*/\1/p" | sort -u)
    found=$(for part in '' $parts; do candidates "assay $verb $part${part:+ }-"; done)
    for option in "${options[@]}" --help --quiet --no-progress; do
      grep -qx -- "$option" <<<"$found" || complain "assay $verb does not complete $option"
    done
  done
fi
finish
