#pragma once
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string>
#include <type_traits>

#include "core/facts.hpp"
#include "core/philox.hpp"
#include "kernels/packed.hpp"
#include "kernels/verify.hpp"

// How tests on a device turn what verification found into defects.

namespace assay {

/// A right answer that has one value: Range(f(i)) for every i.
template <class F>
struct Exactly {
  F f;
  ASSAY_HD auto operator()(std::size_t i) const {
    const auto right = f(i);
    return Range<std::decay_t<decltype(right)>>{right, right};
  }
};

/// Every element has this value.
template <class T>
struct Constant {
  T value;
  ASSAY_HD T operator()(std::size_t) const { return value; }
};

/// Number i of the array `to` = f(i), called for each element of the array.
template <class T, class F>
struct Put {
  T* to;
  F f;
  ASSAY_HD void operator()(std::size_t i) const { to[i] = pack<T>(f, i); }
};

/// A value with its bits, for people: "1.5 (0x3ff8000000000000)".
template <class T>
std::string text_of(T value) {
  std::uint64_t bits = 0;
  std::memcpy(&bits, &value, sizeof value);
  char text[64];
  if constexpr (std::is_floating_point_v<T>)
    std::snprintf(text, sizeof text, "%.17g (0x%0*llx)", static_cast<double>(value),
                  static_cast<int>(2 * sizeof value), static_cast<unsigned long long>(bits));
  else
    std::snprintf(text, sizeof text, "0x%0*llx", static_cast<int>(2 * sizeof value),
                  static_cast<unsigned long long>(bits));
  return text;
}

template <class T>
std::string text_of(const Range<T>& range) {
  if (!(range.low < range.high)) return text_of(range.low);
  return text_of(range.low) + " to " + text_of(range.high);
}

/// Adds a defect for each wrong element that was kept, and one for all others together. `what` says
/// what was being checked; `place(i)` where element i lies.
template <class T, class Place>
void record(Result& result, const std::string& what, const Miscompare<T>& found,
            const Place& place) {
  constexpr std::size_t most = 64;  // in one result: a dead DIMM must not fill the report
  std::uint64_t left = found.count;
  for (std::size_t k = 0; k < found.kept && result.defects.size() < most; ++k, --left) {
    const WrongElement<T>& wrong = found.wrong[k];
    result.defects.push_back({what, place(wrong.index), text_of(wrong.expected),
                              text_of(wrong.actual), text_of(wrong.reread), 1});
  }
  if (left == 0) return;
  if (result.defects.size() < most)
    result.defects.push_back({what + ": more wrong elements", "", "", "", "", left});
  else
    result.defects.back().count += left;
}

}  // namespace assay
