#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/node.hpp"

namespace assay {

/// Where one host is and what should be in it.
struct SiteHost {
  Place place;
  std::vector<std::string> rails;  ///< the leaf switch of each rail, in rail order
  std::string serial;              ///< of the machine; "" = not said
  std::vector<std::string> gpu_serials;
};

/// A site: host name -> what is known of it.
struct Site {
  std::map<std::string, SiteHost> hosts;

  /// The entry of `hostname`; of its first label where the full name has none; nullptr if there is
  /// neither.
  [[nodiscard]] const SiteHost* find(const std::string& hostname) const;
};

/// Reads YAML as strictly as read_profile() does. Throws InputError naming file, line and field,
/// also where one serial is claimed twice.
[[nodiscard]] Site read_site(const std::string& yaml, const std::string& source);

/// The site file at `path`.
[[nodiscard]] Site load_site(const std::string& path);

}  // namespace assay
