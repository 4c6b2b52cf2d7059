#pragma once
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace assay {

/// A closed range of right answers: `low` == `high` demands one value exactly. NaN is in no range.
template <class T>
struct Range {
  T low, high;
};

/// One wrong element.
template <class T>
struct WrongElement {
  std::size_t index = 0;
  T actual{};  ///< what the check read
  T reread{};  ///< what a second read gave: equal to `actual` where the memory holds the wrong
               ///< value
  Range<T> expected{};
};

/// What checking every element of a buffer found: all are counted, the first few are kept.
template <class T>
struct Miscompare {
  static constexpr std::size_t kKept = 16;
  std::uint64_t count = 0;
  std::size_t kept = 0;                        ///< entries of `wrong` in use
  std::array<WrongElement<T>, kKept> wrong{};  ///< those of the lowest indices, ascending

  void add(const WrongElement<T>& element) {
    ++count;
    keep(element);
  }
  void merge(const Miscompare& other) {
    count += other.count;
    std::for_each(other.wrong.begin(), other.wrong.begin() + other.kept,
                  [this](const WrongElement<T>& element) { keep(element); });
  }

 private:
  void keep(const WrongElement<T>& element) {
    auto end = wrong.begin() + static_cast<std::ptrdiff_t>(kept);
    const auto at = std::upper_bound(
        wrong.begin(), end, element.index,
        [](std::size_t index, const WrongElement<T>& other) { return index < other.index; });
    if (at == wrong.end()) return;
    if (kept < kKept) {
      ++kept;
      ++end;
    }
    std::move_backward(at, end - 1, end);
    *at = element;
  }
};

/// Which way a sweep over memory goes. Cells disturb their neighbours differently either way.
enum class Sweep { up, down };

}  // namespace assay
