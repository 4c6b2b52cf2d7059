#include "cli/completion/arms.hpp"

namespace assay::completion {
namespace {

void add_line(std::string& lines, const std::string& word, const std::string& text) {
  if (!lines.empty()) lines += '\n';
  lines += word;
  if (!text.empty()) lines += '\t' + text;
}

std::string lines_of(const std::vector<std::string>& words) {
  std::string lines;
  for (const std::string& word : words) add_line(lines, word, "");
  return lines;
}

/// The program's own are told with what each verb does.
std::string verbs_of(const std::vector<Command>& commands) {
  std::string lines;
  for (const Command& command : commands)
    if (!command.path.empty() && command.path.find(' ') == std::string::npos)
      add_line(lines, command.path, command.text);
  return lines;
}

}  // namespace

std::vector<Arm> moves(const std::vector<Command>& commands) {
  std::vector<Arm> arms;
  for (const Command& command : commands) {
    if (command.path.empty()) continue;
    const auto last = command.path.rfind(' ');
    const bool part = last != std::string::npos;
    arms.push_back(
        {.patterns = {part ? command.path.substr(0, last) + ":" + command.path.substr(last + 1)
                           : ":" + command.path},
         .at = command.path});
  }
  return arms;
}

std::vector<Arm> values(const std::vector<Command>& commands) {
  std::vector<Arm> arms;
  for (const Command& command : commands)
    for (const Flag& flag : command.flags) {
      if (!flag.takes_value) continue;
      Arm arm{.choices = lines_of(flag.value.words), .files = flag.value.files};
      for (const std::string& name : flag.names) arm.patterns.push_back(command.path + ":" + name);
      arms.push_back(std::move(arm));
    }
  return arms;
}

std::vector<Arm> options(const std::vector<Command>& commands) {
  std::vector<Arm> arms;
  for (const Command& command : commands) {
    Arm arm{.patterns = {command.path}};
    for (const Flag& flag : command.flags)
      for (const std::string& name : flag.names) add_line(arm.choices, name, flag.text);
    arms.push_back(std::move(arm));
  }
  return arms;
}

std::vector<Arm> positionals(const std::vector<Command>& commands) {
  std::vector<Arm> arms;
  for (const Command& command : commands)
    for (std::size_t i = 0; i < command.positionals.size(); ++i) {
      const Place& place = command.positionals[i];
      const bool last = i + 1 == command.positionals.size();
      Arm arm{.choices = command.path.empty() ? verbs_of(commands) : lines_of(place.words),
              .files = place.files};
      // A file may be followed by more of them; a word was chosen.
      arm.patterns = {command.path + ":" + (last && place.files ? "*" : std::to_string(i))};
      arms.push_back(std::move(arm));
    }
  return arms;
}

}  // namespace assay::completion
