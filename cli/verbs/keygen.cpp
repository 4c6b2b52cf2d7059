#include <CLI/CLI.hpp>
#include <memory>
#include <ostream>

#include "cli/program.hpp"
#include "reports/certificate/key_files.hpp"

namespace assay {
namespace {

ExitCode keygen(const std::string& out, Console& console) {
  const SecretKey key = SecretKey::make();
  write_key_files(key, out);
  console.out << key_id(key.public_key()) << '\n';
  return ExitCode::pass;
}

void add_keygen(Program& program) {
  const auto out = std::make_shared<std::string>();
  CLI::App& verb =
      program.verb("keygen", [out, &console = program.console()] { return keygen(*out, console); });
  verb.add_option("-o,--out", *out)->required();
}

}  // namespace

ASSAY_VERB(add_keygen);

}  // namespace assay
