#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reports/io/spot.hpp"

namespace assay {

enum class Presence { optional, required };

/// One member of the JSON object that describes a T, and how it gets into the T.
template <class T>
struct Member {
  std::string_view key;
  Presence presence;
  void (*take)(const Spot& at, T& into);
};

template <class T, class Value>
T owner_of(Value T::*);

/// The member that fills `Field` by the read_into() for its type.
template <auto Field>
constexpr auto member(std::string_view key, Presence presence = Presence::optional) {
  using T = decltype(owner_of(Field));
  return Member<T>{key, presence, [](const Spot& at, T& into) { read_into(at, into.*Field); }};
}

/// Position of `key` in the table, or its size. Looks first at `hint`: our own writer keeps the
/// table's order.
template <class Table>
std::size_t find_member(const Table& table, std::string_view key, std::size_t hint) {
  for (std::size_t i = hint; i < table.size(); ++i)
    if (table[i].key == key) return i;
  for (std::size_t i = 0; i < hint; ++i)
    if (table[i].key == key) return i;
  return table.size();
}

/// Fills `into` from an object. Refuses a required member that is missing and any key that stands
/// twice.
template <class T, std::size_t N>
void read_members(const Spot& at, const std::array<Member<T>, N>& table, T& into) {
  static_assert(N <= 64);
  std::uint64_t seen = 0;
  std::size_t hint = 0;
  Strangers strangers;
  at.members([&](const Spot& field) {
    const std::size_t i = find_member(table, field.key(), hint);
    if (i == N) return strangers.add(field);
    const std::uint64_t bit = std::uint64_t{1} << i;
    if ((seen & bit) != 0) field.fail("stands twice in its object");
    seen |= bit;
    hint = i + 1;
    table[i].take(field, into);
  });
  for (std::size_t i = 0; i < N; ++i)
    if (table[i].presence == Presence::required && ((seen >> i) & 1U) == 0)
      at.fail_missing(table[i].key);
  strangers.check();
}

inline void read_into(const Spot& at, std::string& into) { into = at.text(); }
inline void read_into(const Spot& at, double& into) { into = at.number(); }
inline void read_into(const Spot& at, bool& into) { into = at.boolean(); }
inline void read_into(const Spot& at, std::int64_t& into) { into = at.integer(); }
inline void read_into(const Spot& at, std::uint64_t& into) {
  into = static_cast<std::uint64_t>(at.integer(0));
}

template <class T>
void read_into(const Spot& at, std::optional<T>& into) {
  read_into(at, into.emplace());
}

template <class T>
void read_into(const Spot& at, std::vector<T>& into) {
  into.reserve(at.size());
  at.elements([&](const Spot& element) { read_into(element, into.emplace_back()); });
}

template <class T>
void read_into(const Spot& at, std::map<std::string, T>& into) {
  at.members([&](const Spot& field) {
    const auto [place, fresh] = into.try_emplace(std::string(field.key()));
    if (!fresh) field.fail("stands twice in its object");
    read_into(field, place->second);
  });
}

}  // namespace assay
