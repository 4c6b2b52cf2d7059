#pragma once
#include <string>

#include "core/node.hpp"
#include "reports/profile.hpp"

namespace assay {

/// May `matches` of a profile name this?
[[nodiscard]] bool is_match_key(const std::string& key) noexcept;
/// All of them, for messages: "cpu, gpu, gpus, ...".
[[nodiscard]] std::string match_keys();

/// True if every key of `profile.matches` fits; a profile without any matches no machine by itself.
[[nodiscard]] bool matches(const Profile& profile, const Node& node);

}  // namespace assay
