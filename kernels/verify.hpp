#pragma once
#include <cstddef>
#include <cstdint>

namespace assay {

/// A closed range of right answers: `low` == `high` demands one value exactly. NaN is in no range.
template <class T>
struct Range {
  T low, high;
};

/// What checking every element of a buffer found.
template <class T>
struct Miscompare {
  std::uint64_t count = 0;  ///< wrong elements
  std::size_t first = 0;    ///< index of the first one, and what it held
  T actual{}, reread{};
  Range<T> expected{};
};

}  // namespace assay
