#include "cli/output.hpp"

#include <filesystem>
#include <ostream>

#include "core/error.hpp"
#include "reports/writer.hpp"

namespace assay {

void write_output(Console& console, const std::string& option, const std::string& path,
                  const std::string& text) {
  if (path.empty() || path == "-") {
    console.out << text << std::flush;
    if (!console.out) throw Error("cannot write to standard output");
    return;
  }
  try {
    write_atomically(path, text);
  } catch (const Error& error) {
    throw InputError("", 0, option, error.what());
  }
}

void require_not_an_input(const std::string& option, const std::string& path,
                          const std::vector<std::string>& inputs) {
  std::error_code none;
  for (const std::string& input : inputs)
    if (std::filesystem::equivalent(path, input, none))
      throw InputError("", 0, option, "\"" + path + "\" is one of the files to read");
}

}  // namespace assay
