#pragma once
#include <map>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace assay::completion {

/// What may stand at one place of the command line. Neither words nor files: nobody can guess it.
struct Place {
  std::vector<std::string> words;
  bool files = false;
};

struct Flag {
  std::vector<std::string> names;  ///< "-o", "--out"
  std::string text;                ///< half a line from the manual; "" where it has none
  bool takes_value = false;
  Place value;  ///< of those that take one
};

/// A verb, or a part of one.
struct Command {
  std::string path;  ///< "" the program itself, "judge", "history query"
  std::string text;
  std::vector<Flag> flags;         ///< its own, and those of everything above it
  std::vector<Place> positionals;  ///< by place; the last one again and again
};

/// Names that are known to the program and may stand where an option, or a positional, of the key's
/// name does ("--only", "--profile", "TOOL"), beside what the manual tells.
using KnownWords = std::map<std::string, std::vector<std::string>>;

/// The whole command line as `app` takes it: verbs and parts in the order of their paths, first the
/// program itself. What options and words mean is taken from the manual, as operands and choices
/// are: `--level quick|standard` are two words, FILE is a file.
[[nodiscard]] std::vector<Command> grammar(const CLI::App& app, const KnownWords& known);

}  // namespace assay::completion
