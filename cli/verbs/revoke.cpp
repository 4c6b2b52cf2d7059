#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <ostream>

#include "cli/program.hpp"
#include "core/clock.hpp"
#include "core/error.hpp"
#include "reports/certificate/guarded_file.hpp"
#include "reports/certificate/key_files.hpp"
#include "reports/certificate/sealed.hpp"
#include "reports/certificate/sequence.hpp"
#include "reports/certificate/trust.hpp"

namespace assay {
namespace {

struct RevokeArguments {
  std::vector<std::string> certificates;
  std::string key, list, reason;
};

/// Of a file, or the 64 digits themselves, for a certificate that is not at hand.
std::string id_of(const std::string& certificate) {
  const std::optional<std::string> file = read_small(certificate);
  if (file) {
    try {
      return certificate_id(parse_certificate(open_sealed(DocumentKind::certificate, *file).body));
    } catch (const InputError& error) {
      throw InputError(certificate, 0, "", error.what());
    }
  }
  constexpr std::size_t digits = 64;
  if (certificate.size() != digits ||
      certificate.find_first_not_of("0123456789abcdef") != std::string::npos)
    throw InputError(certificate, 0, "", "there is no such file, and it is not a certificate's id");
  return certificate;
}

/// The list so far, which must be this key's: another's is not ours to change.
RevocationList list_before(const std::string& text, const std::string& path, const SecretKey& key) {
  if (text.empty()) return {};
  Trust trust;
  trust.add(key.public_key());
  Verified<RevocationList> found = verified_revocations(text, trust);
  if (found.state != Verified<RevocationList>::State::good)
    throw InputError(path, 0, "", "is not a list of this key: " + found.why);
  return std::move(found.document);
}

ExitCode revoke(const RevokeArguments& arguments, Console& console) {
  const SecretKey key = read_secret_key(arguments.key);
  const double now_s = SystemClock().wall_s();
  std::map<std::string, Revocation> added;
  for (const std::string& certificate : arguments.certificates)
    added[id_of(certificate)] = {.at_s = static_cast<std::int64_t>(now_s),
                                 .reason = arguments.reason};
  std::size_t revoked = 0;
  change_file(arguments.list, [&](const std::string& before) {
    RevocationList list = list_before(before, arguments.list, key);
    list.issuer = key_id(key.public_key());
    list.sequence = next_sequence(now_s, list.sequence);
    list.issued_s = std::max(list.issued_s, static_cast<std::int64_t>(now_s));
    list.revoked.merge(added);
    revoked = list.revoked.size();
    return sealed(list, key);
  });
  if (!console.quiet) console.out << arguments.list << ": " << revoked << " certificates revoked\n";
  return ExitCode::pass;
}

void add_revoke(Program& program) {
  const auto arguments = std::make_shared<RevokeArguments>();
  CLI::App& verb = program.verb(
      "revoke", [arguments, &console = program.console()] { return revoke(*arguments, console); });
  verb.add_option("CERT", arguments->certificates)->required();
  verb.add_option("--key", arguments->key)->required();
  verb.add_option("--list", arguments->list)->required();
  verb.add_option("--reason", arguments->reason);
}

}  // namespace

ASSAY_VERB(add_revoke);

}  // namespace assay
