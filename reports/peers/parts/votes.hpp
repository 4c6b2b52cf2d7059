#pragma once
#include <vector>

#include "reports/peers/judgement.hpp"
#include "reports/peers/night.hpp"

namespace assay::peers {

/// Elects each digest over all nodes and slots of a SKU; names who dissents.
[[nodiscard]] std::vector<DigestDissent> vote(const Night& night);

/// Nodes whose driver, VBIOS, firmware, kernel, ... is not that of their SKU's majority. A word
/// that more than half of the nodes share is the majority's; where there is none, every word is
/// named.
[[nodiscard]] std::vector<IdentityDrift> identity_drift(const Night& night);

}  // namespace assay::peers
