#include "reports/profile/shipped.hpp"

#include "core/error.hpp"
#include "reports/profile.hpp"
#include "reports/profile/file.hpp"
#include "reports/profile/match.hpp"

namespace assay {
namespace {

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

}  // namespace

std::vector<std::string> shipped_profiles() {
  std::vector<std::string> names;
  for (const ShippedProfile& profile : shipped_yaml()) names.emplace_back(profile.name);
  return names;
}

const ShippedProfile* find_shipped(std::string_view name) {
  for (const ShippedProfile& profile : shipped_yaml())
    if (profile.name == name) return &profile;
  return nullptr;
}

Profile load_profile(const std::string& name_or_file) {
  if (const ShippedProfile* shipped = find_shipped(name_or_file))
    return read_profile(std::string(shipped->yaml), std::string(shipped->name) + ".yaml");
  const std::optional<std::string> text = read_configuration(name_or_file);
  if (!text)
    throw InputError(
        name_or_file, 0, "",
        "no such file and no shipped profile; shipped are " + joined(shipped_profiles()));
  return read_profile(*text, name_or_file);
}

std::string matching_profile(const Node& node) {
  std::string best = "integrity";
  std::size_t most_keys = 0;
  for (const ShippedProfile& shipped : shipped_yaml()) {
    const Profile profile = load_profile(std::string(shipped.name));
    if (profile.matches.size() <= most_keys || !matches(profile, node)) continue;
    most_keys = profile.matches.size();
    best = std::string(shipped.name);
  }
  return best;
}

}  // namespace assay
