#pragma once
#include <optional>
#include <string>
#include <vector>

#include "collectives/locate/fabric.hpp"
#include "collectives/topology/topology_text.hpp"
#include "reports/site.hpp"

namespace assay {

/// The fabric of `hosts` with `rails` adapters each, and where they are plugged in as far as the
/// site file or the attachments say (either may be nullptr; attachments win). The site file knows
/// the leaf of each rail, else the leaf, else the rack, which then stands for it. Of attachments a
/// host's n-th adapter, in the order of their names, is rail n; one without a name is on all rails.
[[nodiscard]] locate::Fabric place(const std::vector<std::string>& hosts, std::int32_t rails,
                                   const Site* site,
                                   const std::vector<locate::Attachment>* attachments);

/// What the file says of where hosts are plugged in; nothing for "". Throws InputError for one that
/// cannot be read.
[[nodiscard]] std::optional<std::vector<locate::Attachment>> load_attachments(
    const std::string& path);

}  // namespace assay
