#pragma once
#include <vector>

#include "core/host_files.hpp"
#include "suites/runner/plan.hpp"

namespace assay {

/// Gives tests that are carried out for each RDMA port their variants: every port of the node, also
/// those that are not active, so that nodes of one kind have one plan.
void add_ports(Plan& plan, const HostFiles& files);

/// The tests that `test` stands for, one for each of its variants, which share its time.
[[nodiscard]] std::vector<PlannedTest> each_variant(const PlannedTest& test);

/// What several ranks of this node found by one port, as the one result on it: that of the gravest.
[[nodiscard]] Result result_on_port(const PlannedTest& test, const std::vector<Result>& results);

}  // namespace assay
