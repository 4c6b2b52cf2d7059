#include "cli/completion/grammar.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <set>
#include <sstream>

#include "cli/completion/explained.hpp"
#include "cli/help.hpp"

namespace assay::completion {
namespace {

using Words = std::vector<std::string>;

Words split(const std::string& text, char at) {
  Words parts;
  std::istringstream rest(text);
  for (std::string part; std::getline(rest, part, at);) parts.push_back(part);
  return parts;
}

/// The choices that an option checks: CLI11 tells them only within the name of its type,
/// "TEXT:{text,json}".
Words checked(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  const auto begin = type.find('{'), end = type.find('}', begin);
  if (begin == std::string::npos || end == std::string::npos) return {};
  return split(type.substr(begin + 1, end - begin - 1), ',');
}

/// Operands of the manual that are files, or whose files are one way to say it.
bool is_file(const std::string& operand) {
  static const std::set<std::string> kFiles{"FILE", "DIR", "REPORT", "LIST", "PUB", "CERT",
                                            "DB",   "K",   "A",      "B",    "P",   "PROFILE"};
  return kFiles.contains(operand.substr(0, operand.find('.')));
}

bool is_word(const std::string& choice) {
  return !choice.empty() && std::all_of(choice.begin(), choice.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

void append(Words& words, const Words& more) {
  for (const std::string& word : more)
    if (std::find(words.begin(), words.end(), word) == words.end()) words.push_back(word);
}

/// `name`: "--format" or "TOOL".
Place place(const CLI::Option& option, const std::string& name, const std::string& operand,
            const KnownWords& known) {
  Place place{.words = checked(option)};
  const auto more = known.find(name);
  for (const std::string& choice : split(operand, '|')) {
    if (is_word(choice)) append(place.words, {choice});
    // --max-failed P is a share, --what-if P a profile, which is known.
    if (is_file(choice) && (choice != "P" || more != known.end())) place.files = true;
  }
  if (more != known.end()) append(place.words, more->second);
  return place;
}

class Reader {
 public:
  explicit Reader(const KnownWords& known) : known_(known), verbs_(verb_texts(overview())) {}

  std::vector<Command> read(const CLI::App& app) {
    std::vector<Flag> common = flags(app, explained(overview()));
    common.push_back({.names = {"-h", "--help"}, .text = "this page, or the one of the verb"});
    Command program{.flags = common};
    program.flags.push_back({.names = {"--version"}, .text = "what this program is made of"});
    program.positionals = {{.words = parts(app)}};
    all_.push_back(std::move(program));
    for (const CLI::App* verb : shown(app)) add(*verb, verb->get_name(), common, *verb);
    return std::move(all_);
  }

 private:
  static std::vector<const CLI::App*> shown(const CLI::App& app) {
    return app.get_subcommands([](const CLI::App* verb) {
      return !verb->get_name().empty() && !verb->get_group().empty();
    });
  }

  static Words parts(const CLI::App& app) {
    Words names;
    for (const CLI::App* part : shown(app)) names.push_back(part->get_name());
    return names;
  }

  std::vector<Flag> flags(const CLI::App& app, const std::map<std::string, Explained>& texts) {
    std::vector<Flag> all;
    for (const CLI::Option* option : app.get_options()) {
      if (option->get_positional() || option->get_group().empty()) continue;
      Flag flag{.takes_value = option->get_items_expected_max() > 0};
      for (const std::string& name : option->get_snames()) flag.names.push_back("-" + name);
      for (const std::string& name : option->get_lnames()) flag.names.push_back("--" + name);
      const std::string& name = flag.names.back();
      const auto found = texts.find(name);
      const Explained text = found == texts.end() ? Explained() : found->second;
      flag.text = text.text;
      if (flag.takes_value) flag.value = place(*option, name, text.operand, known_);
      all.push_back(std::move(flag));
    }
    return all;
  }

  void add(const CLI::App& app, const std::string& path, std::vector<Flag> above,
           const CLI::App& verb) {
    const auto texts = explained(section(verb.get_name()));
    Command command{.path = path, .flags = flags(app, texts)};
    if (&app == &verb) command.text = verbs_[path];
    command.flags.insert(command.flags.end(), above.begin(), above.end());
    for (const CLI::Option* option : app.get_options())
      if (option->get_positional())
        command.positionals.push_back(
            place(*option, option->get_name(), option->get_name(), known_));
    if (const Words names = parts(app); !names.empty()) command.positionals = {{.words = names}};
    above = command.flags;
    all_.push_back(std::move(command));
    for (const CLI::App* part : shown(app)) add(*part, path + " " + part->get_name(), above, verb);
  }

  const KnownWords& known_;
  std::map<std::string, std::string> verbs_;
  std::vector<Command> all_;
};

}  // namespace

std::vector<Command> grammar(const CLI::App& app, const KnownWords& known) {
  return Reader(known).read(app);
}

}  // namespace assay::completion
