#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "reports/peers/judgement.hpp"
#include "reports/peers/parts/families.hpp"
#include "reports/peers/parts/study.hpp"

namespace assay::peers {

constexpr std::size_t kLeastPlaces = 4;  ///< racks to compare
constexpr double kClearShift = 3;        ///< standings: two populations that hardly overlap
constexpr double kMostOfClass = 0.75;    ///< so many of a class must then stand apart

/// The word of a class, "" where its nodes do not say.
[[nodiscard]] std::string word_of(const Partition& partition, const Partition::Class& part);

/// Middle of the members' means; NaN where none has one.
[[nodiscard]] double median_of(const std::vector<std::uint32_t>& members,
                               const std::vector<float>& means, std::vector<float>& buffer);

struct Side {
  std::size_t n = 0, beyond = 0;
};
/// Members that have a mean, and those of them beyond `limit` in the direction of `shift`.
[[nodiscard]] Side beyond(const std::vector<std::uint32_t>& members,
                          const std::vector<float>& means, double limit, double shift);

/// How the racks (leaves, scalable units) lie among each other.
struct Classes {
  std::vector<const Partition::Class*> parts;  ///< of four members at least
  std::vector<float> medians;                  ///< of their members' means
  double centre = 0, spread = 0;               ///< of the medians
  double node_spread = 0;                      ///< within classes
};
[[nodiscard]] Classes medians_of(const Partition& places, const std::vector<float>& means,
                                 std::vector<float>& buffer);

/// A rack, leaf or scalable unit that differs from the others by more than they do.
struct OddClass {
  const Partition::Class* part = nullptr;
  double shift = 0, p = 1, others = 0;
};
[[nodiscard]] std::vector<OddClass> odd_classes(const Classes& classes,
                                                const std::vector<float>& means, double tests);

[[nodiscard]] PeerPlace tell_place(const OddClass& odd, const Partition& places, const Study& study,
                                   const Matrix& matrix);

/// How racks differ without any being conspicuous: each rack's shift, shrunk by how much of it may
/// be chance; nothing where the racks hardly differ.
struct UsualShift {
  const Partition::Class* part = nullptr;
  double shift = 0;
};
[[nodiscard]] std::vector<UsualShift> usual_shifts(const Classes& racks);

}  // namespace assay::peers
