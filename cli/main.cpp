#include <unistd.h>

#include <cstdlib>
#include <iostream>

#include "cli/program.hpp"

namespace {

/// https://no-color.org: set and not empty.
bool colour_is_unwanted() {
  const char* no_color = std::getenv("NO_COLOR");
  return no_color != nullptr && *no_color != '\0';
}

}  // namespace

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  const bool terminal = isatty(STDOUT_FILENO) == 1;
  assay::Console console{.out = std::cout,
                         .err = std::cerr,
                         .out_is_terminal = terminal,
                         .err_is_terminal = isatty(STDERR_FILENO) == 1,
                         .colour = terminal && !colour_is_unwanted()};
  const int status = assay::run_program({argv + 1, argv + argc}, console);
  std::cout.flush();
  return status;
}
