#include "cli/completion/script.hpp"

#include "cli/completion/arms.hpp"
#include "core/error.hpp"

namespace assay::completion {
namespace {

/// Nothing within is a quote: words and texts are without.
std::string quoted(const std::string& text) {
  if (text.empty() || text.back() != '*') return "'" + text + "'";
  return "'" + text.substr(0, text.size() - 1) + "'*";
}

std::string sh_arms(const std::vector<Arm>& arms, const std::string& otherwise = "") {
  std::string text;
  for (const Arm& arm : arms) {
    std::string patterns;
    for (const std::string& pattern : arm.patterns)
      patterns += (patterns.empty() ? "" : " | ") + quoted(pattern);
    text += "      " + patterns + ")";
    if (!arm.at.empty()) text += " at=" + quoted(arm.at) + " place=0";
    if (!arm.choices.empty()) text += " choices=" + quoted(arm.choices);
    if (arm.files) text += " files=yes";
    text += otherwise + " ;;\n";
  }
  return text;
}

std::string fish_arms(const std::vector<Arm>& arms, const std::string& otherwise = "") {
  std::string text;
  for (const Arm& arm : arms) {
    text += "        case";
    for (const std::string& pattern : arm.patterns) text += " '" + pattern + "'";
    text += '\n';
    if (!arm.at.empty()) text += "            set at " + quoted(arm.at) + "; set place 0\n";
    if (!arm.choices.empty()) text += "            set choices " + quoted(arm.choices) + "\n";
    if (arm.files) text += "            set files yes\n";
    text += otherwise;
  }
  return text;
}

/// Of options that take a value only that they do.
std::vector<Arm> bare(std::vector<Arm> arms) {
  for (Arm& arm : arms) arm = {.patterns = arm.patterns};
  return arms;
}

/// In words that bash and zsh have in common.
std::string sh_look(const std::vector<Command>& commands) {
  return R"(# $1: the word at the cursor, then those before it. Sets choices and files.
_assay_look() {
  local at='' after='' place=0 current=$1 word
  choices='' files=''
  shift
  for word in "$@"; do
    if [[ -n $after ]]; then
      after=''
      continue
    fi
    case "$at:$word" in
)" + sh_arms(moves(commands)) +
         sh_arms(bare(values(commands)), " after=$word") + R"(      *:-*) ;;
      *) place=$((place + 1)) ;;
    esac
  done
  if [[ -n $after ]]; then
    case "$at:$after" in
)" + sh_arms(values(commands)) +
         R"(    esac
  elif [[ $current == -* ]]; then
    case "$at" in
)" + sh_arms(options(commands)) +
         R"(    esac
  else
    case "$at:$place" in
)" + sh_arms(positionals(commands)) +
         R"(    esac
  fi
}
)";
}

std::string bash(const std::vector<Command>& commands) {
  return "# Completion of assay in bash: source <(assay completion bash)\n" + sh_look(commands) +
         R"(
_assay() {
  local choices files word current=${COMP_WORDS[COMP_CWORD]}
  local -a before=()
  # bash makes three words of --format=json.
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    [[ $word == '=' ]] || before+=("$word")
  done
  [[ $current != '=' ]] || current=''
  _assay_look "$current" "${before[@]}"
  COMPREPLY=()
  while IFS=$'\t' read -r word _; do
    [[ -z $word || $word != "$current"* ]] || COMPREPLY+=("$word")
  done <<<"$choices"
  [[ -n $files ]] || return 0
  compopt -o filenames
  while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -f -- "$current")
}
complete -F _assay assay
)";
}

std::string zsh(const std::vector<Command>& commands) {
  return "#compdef assay\n# Completion of assay in zsh: source <(assay completion zsh)\n" +
         sh_look(commands) + R"(
_assay() {
  emulate -L zsh
  local choices files line current=${words[CURRENT]}
  local -a before items
  before=("${(@)words[2,CURRENT-1]}")
  if [[ $current == --*=* ]]; then
    before+=("${current%%=*}")
    compset -P '*='
    current=''
  fi
  _assay_look "$current" "${before[@]}"
  for line in "${(@f)choices}"; do
    [[ -z $line ]] || items+=("${line/$'\t'/:}")
  done
  ((! $#items)) || _describe 'assay' items
  [[ -z $files ]] || _files
}
if [[ ${funcstack[1]} == _assay ]]; then
  _assay "$@"
else
  compdef _assay assay
fi
)";
}

std::string fish(const std::vector<Command>& commands) {
  return R"(# Completion of assay in fish: assay completion fish | source
function __assay_look
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l at ''
    set -l after ''
    set -l place 0
    set -l choices ''
    set -l files ''
    for word in $words[2..]
        if test -n "$after"
            set after ''
            continue
        end
        switch "$at:$word"
)" + fish_arms(moves(commands)) +
         fish_arms(bare(values(commands)), "            set after $word\n") +
         R"(        case '*:-*'
        case '*'
            set place (math $place + 1)
        end
    end
    set -l lead (string match -r '^--[a-z-]+=' -- $current)
    if test -n "$lead"
        set after (string trim -r -c = -- $lead)
    end
    if test -n "$after"
        switch "$at:$after"
)" + fish_arms(values(commands)) +
         R"(        end
    else if string match -q -- '-*' $current
        switch "$at"
)" + fish_arms(options(commands)) +
         R"(        end
    else
        switch "$at:$place"
)" + fish_arms(positionals(commands)) +
         R"(        end
    end
    test -z "$choices"; or string split \n -- $choices | string replace -r -- '^' "$lead"
    test -z "$files"; or __fish_complete_path $current
end
complete -c assay -f -a '(__assay_look)'
)";
}

}  // namespace

const std::vector<std::string>& shells() {
  static const std::vector<std::string> kShells{"bash", "fish", "zsh"};
  return kShells;
}

std::string script(std::string_view shell, const std::vector<Command>& commands) {
  if (shell == "bash") return bash(commands);
  if (shell == "zsh") return zsh(commands);
  if (shell == "fish") return fish(commands);
  throw Error("no completion is known for the shell " + std::string(shell));
}

}  // namespace assay::completion
