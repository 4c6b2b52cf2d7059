#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <iterator>
#include <set>

#include "core/error.hpp"
#include "core/sha256.hpp"
#include "reports/profile/fields.hpp"
#include "reports/profile/match.hpp"
#include "reports/profile/read.hpp"
#include "reports/profile/shipped.hpp"

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

std::vector<std::string> names(const Fields& fields, const std::string& source) {
  const yaml::Value* includes = fields.find("includes");
  if (includes == nullptr) return {};
  return yaml::words(*includes, source, "includes");
}

/// What the shipped profile `name` demands, which `fields` include.
Profile included(const std::string& name, const Fields& fields) {
  const ShippedProfile* shipped = find_shipped(name);
  if (shipped == nullptr)
    fields.refuse("includes", "'" + name + "' is no shipped profile; shipped are " +
                                  fmt::format("{}", fmt::join(shipped_profiles(), ", ")));
  const std::string source = std::string(shipped->name) + ".yaml";
  const std::string text(shipped->yaml);
  const yaml::Value root = yaml::parse(text, source);
  if (const yaml::Value* nested = Fields(root, source, "").find("includes"))
    fields.refuse("includes",
                  fmt::format("'{}' includes others itself ({}:{}); one level is all there is",
                              name, source, nested->line));
  return read_profile(text, source);
}

template <class Items>
void append(Items& to, Items from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

/// `texts` gets the texts of what is included.
void read_includes(const Fields& fields, const std::string& source, Profile& profile,
                   std::string& texts) {
  profile.includes = names(fields, source);
  std::set<std::string> seen;
  for (const std::string& name : profile.includes) {
    if (!seen.insert(name).second) fields.refuse("includes", "'" + name + "' stands here twice");
    Profile other = included(name, fields);
    texts += find_shipped(name)->yaml;
    append(profile.expectations, std::move(other.expectations));
    append(profile.limits, std::move(other.limits));
  }
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
  const Fields fields(
      root, source, "",
      {"profile", "describes", "matches", "includes", "expect", "certify", "sources", "limits"});
  Profile profile;
  profile.name = fields.required_text("profile");
  profile.describes = fields.text("describes", "");
  profile.certify_level = fields.text("certify", "standard");
  if (!level_rank(profile.certify_level))
    fields.refuse("certify", "is none of quick, standard, burnin");
  read_matches(fields, source, profile);
  if (const yaml::Value* expect = fields.find("expect"))
    profile.expectations = read_expectations(*expect, source);
  const yaml::Value* shared = fields.find("sources");
  const Sources sources = shared == nullptr ? Sources{} : read_sources(*shared, source);
  if (fields.find("limits") == nullptr) fields.refuse("limits", "is missing");
  for (const yaml::Value& value : fields.list("limits"))
    profile.limits.push_back(read_limit(
        value, source, "limits[" + std::to_string(profile.limits.size()) + "]", sources));
  std::string texts = text;
  read_includes(fields, source, profile, texts);
  profile.hash = sha256(texts);
  return profile;
}

}  // namespace assay
