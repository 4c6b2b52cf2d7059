#pragma once
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "core/facts.hpp"
#include "core/units.hpp"

namespace assay {

/// One property of every node that is a word: its SKU, rack, driver, ... Each word is kept once.
struct NodeWords {
  std::string name;                    ///< "driver"; what a finding calls it
  std::vector<std::string> words;      ///< the distinct ones
  std::vector<std::uint32_t> word_of;  ///< a node -> index into `words`, or kNotSaid
  static constexpr std::uint32_t kNotSaid = std::numeric_limits<std::uint32_t>::max();

  /// The word of `node`, "" where it says none.
  [[nodiscard]] const std::string& of(std::size_t node) const;
};

/// A place within every node that is measured by itself: "node", "gpu 3".
struct NightSlot {
  std::string label;  ///< label(Subject)
  std::string kind;   ///< of the Subject: slots of one kind are peers of each other
  /// What the hardware there is known by, one a node: UUID, serial or GUID; "" or empty = not
  /// known.
  std::vector<std::string> serials;
};

/// One metric of one test in one slot: the values of a column are peers of each other. Columns that
/// differ in nothing but their slot belong together (the eight GPUs of a node).
struct NightColumn {
  std::string test, metric;
  std::string params;      ///< configuration as text, equal if and only if it is the same
  std::string statistic;   ///< what the value is of its samples; "" = a reading
  std::uint32_t slot = 0;  ///< index into Night::slots
  Unit unit = Unit::count;
  Better better = Better::higher;
  std::string series;  ///< what of `params` a history tells series apart by; says nothing to peers
};

/// One digest that is the same on every machine that computes rightly, in one slot. Columns with
/// equal `test` and `key` vote together, over all nodes and slots.
struct NightDigests {
  std::string test;
  std::string key;                    ///< what decides the digest: code, type, seed, shape
  std::uint32_t slot = 0;             ///< index into Night::slots
  std::vector<std::uint64_t> digest;  ///< one a node; meaningless where not present
  std::vector<std::uint8_t> present;  ///< one a node: 1 = has it
};

/// What one night measured on every node of a fleet: a matrix, a row a node, a column a metric and
/// slot. One float a value: 12,500 nodes x 463 columns are 23 MB. Any order of nodes and columns.
struct Night {
  std::string label;                   ///< "2026-11-22"; only for people
  std::vector<std::string> hostnames;  ///< one a node, unique
  std::vector<std::string> serials;    ///< what machines are known by, one a node; "" = not known
  std::vector<std::int32_t>
      dates;                 ///< on which nodes ran, days since 1970-01-01; empty = not known
  NodeWords sku;             ///< nodes are compared within one SKU
  NodeWords rack, leaf, su;  ///< where nodes stand, from the site file; no words = unknown
  /// What may explain that nodes differ: driver, vbios, nic_firmware, kernel, bios, nccl, ... Where
  /// a node has several (VBIOS of eight GPUs), the word is the distinct ones, sorted, joined by
  /// ",".
  std::vector<NodeWords> identity;
  std::vector<NightSlot> slots;
  std::vector<NightColumn> columns;
  std::vector<float> values;  ///< of node n in column c at [c * nodes() + n]; NaN = absent
  std::vector<NightDigests> digests;

  [[nodiscard]] std::size_t nodes() const noexcept { return hostnames.size(); }
  [[nodiscard]] std::span<const float> column(std::size_t index) const {
    return std::span(values).subspan(index * nodes(), nodes());
  }
};

/// `value` as a night holds it; infinite, which is compared with nothing, beyond what a float
/// holds.
[[nodiscard]] float night_value(double value) noexcept;

/// What the hardware in that slot of `node` is known by, where the night says it: the machine
/// itself for slots of kind "node"; "" = not known.
[[nodiscard]] const std::string& hardware_in(const Night& night, std::uint32_t slot,
                                             std::size_t node);

/// Throws Error naming what does not fit: a list that has not one entry a node, an index past its
/// list, a matrix of another size. Every entry point of this folder calls it.
void require_shape(const Night& night);

}  // namespace assay
