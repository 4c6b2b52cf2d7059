#include <array>

#include "core/error.hpp"
#include "reports/profile/fields.hpp"
#include "reports/profile/match.hpp"
#include "reports/profile/read.hpp"

namespace assay {
namespace {

using yaml::Fields;

constexpr std::array<std::string_view, 3> kLevels{"quick", "standard", "burnin"};

void read_matches(const Fields& fields, const std::string& source, Profile& profile) {
  const yaml::Value* matches = fields.find("matches");
  if (matches == nullptr) return;
  const Fields keys(*matches, source, "matches");
  for (const yaml::Value& value : keys.all()) {
    const std::string& key = value.key;
    if (!is_match_key(key)) keys.refuse(key, "unknown key; known are " + match_keys());
    profile.matches[key] = yaml::word(value, source, keys.name_of(key));
  }
  if (profile.matches.contains("gpus")) (void)keys.integer("gpus");
}

}  // namespace

std::optional<int> level_rank(const std::string& level) noexcept {
  for (std::size_t rank = 0; rank < kLevels.size(); ++rank)
    if (kLevels.at(rank) == level) return static_cast<int>(rank);
  return std::nullopt;
}

void check_name(const std::string& text, const std::string& source, std::size_t line,
                const std::string& field) {
  constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyz0123456789_.*?";
  if (text.find_first_not_of(allowed) != std::string::npos)
    throw InputError(source, line, field,
                     "'" + text + "' is no name: lower-case letters, digits, _ and ., * and ?");
}

Profile read_profile(const std::string& text, const std::string& source) {
  const yaml::Value root = yaml::parse(text, source);
  const Fields fields(root, source, "",
                      {"profile", "describes", "matches", "expect", "certify", "limits"});
  Profile profile;
  profile.name = fields.required_text("profile");
  profile.describes = fields.text("describes", "");
  profile.certify_level = fields.text("certify", "standard");
  if (!level_rank(profile.certify_level))
    fields.refuse("certify", "is none of quick, standard, burnin");
  read_matches(fields, source, profile);
  if (const yaml::Value* expect = fields.find("expect"))
    profile.expectations = read_expectations(*expect, source);
  if (fields.find("limits") == nullptr) fields.refuse("limits", "is missing");
  for (const yaml::Value& value : fields.list("limits"))
    profile.limits.push_back(
        read_limit(value, source, "limits[" + std::to_string(profile.limits.size()) + "]"));
  return profile;
}

}  // namespace assay
