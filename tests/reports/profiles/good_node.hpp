#pragma once
#include "reports/profile.hpp"
#include "reports/report.hpp"
#include "tests/reports/profiles/chips.hpp"

namespace assay::test {

/// The report of a standard run on a node of such chips, each at 95 % of what its data sheet says,
/// without an error: what the host's tests, the GPUs' and the links' find. What `profile` demands
/// of the machine itself (tests of the suite `system`) is there and as demanded. With `nodes` such
/// nodes its collectives are those of all of them.
[[nodiscard]] Report good_node(const Chip& chip, const Profile& profile, std::int64_t nodes = 1);

/// Makes of it a run of the level burnin: what the profile's limits on loads ask for is there and
/// good.
void add_burn(Report& report, const Chip& chip, const Profile& profile);

/// A chip's shipped profile and its good_node(), made once: reading YAML takes a while.
struct Shipment {
  Profile profile;
  Report good;
};
[[nodiscard]] const Shipment& shipment(const Chip& chip);

/// The rate that the chip can reach in this metric; 0 where its data sheet does not say. Of
/// collectives that `nodes` nodes carry out.
[[nodiscard]] double ceiling(const Chip& chip, const std::string& test, const std::string& metric,
                             std::int64_t nodes = 1);

/// On how many nodes that which the limit is about is measured.
[[nodiscard]] std::int64_t nodes_of(const Limit& limit);

}  // namespace assay::test
