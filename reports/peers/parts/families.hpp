#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include "reports/peers/night.hpp"

namespace assay::peers {

/// Columns that differ in nothing but their slot: one metric on the GPUs of a node.
struct Family {
  std::vector<std::uint32_t> columns;
};

/// Nodes of one SKU.
struct Group {
  std::uint32_t sku = NodeWords::kNotSaid;
  std::vector<std::uint32_t> nodes;
};

/// How the nodes of a group differ in one kind of word.
struct Partition {
  struct Class {
    std::uint32_t word = NodeWords::kNotSaid;
    std::vector<std::uint32_t> members;  ///< positions in Group::nodes
  };
  const NodeWords* words = nullptr;
  std::vector<Class> classes;  ///< most members first
};

/// Every column is in exactly one family.
[[nodiscard]] std::vector<Family> families(const Night& night);

/// Every node is in exactly one group; nodes that do not say their SKU are one.
[[nodiscard]] std::vector<Group> groups(const Night& night);

/// Nodes that do not say are a class of their own.
[[nodiscard]] Partition partition(const NodeWords& words, const Group& group);

}  // namespace assay::peers
