#pragma once
#include <simdjson.h>

#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

constexpr std::size_t kDeepest = 32;  ///< levels of nesting a document may have

/// A document does not say what it must. Becomes an InputError where the source and its lines are
/// known.
class Refusal : public std::runtime_error {
 public:
  Refusal(std::vector<std::size_t> place, std::string field, const std::string& message)
      : std::runtime_error(message), place_(std::move(place)), field_(std::move(field)) {}
  /// The way from the root: which member of an object, which element of an array, counted from 0.
  [[nodiscard]] const std::vector<std::size_t>& place() const noexcept { return place_; }
  /// The same way in words: "results[3].metrics[0].unit".
  [[nodiscard]] const std::string& field() const noexcept { return field_; }

 private:
  std::vector<std::size_t> place_;
  std::string field_;
};

/// One value of a parsed document that knows where it stands. Lives on the stack while its parent
/// does. Every reading function throws Refusal if the value is not of that type.
class Spot {
 public:
  explicit Spot(simdjson::dom::element root) : value_(root) {}

  [[nodiscard]] std::string_view key() const noexcept { return key_; }
  [[nodiscard]] bool is_null() const noexcept { return value_.is_null(); }
  [[nodiscard]] bool is_array() const noexcept { return value_.is_array(); }
  [[nodiscard]] bool is_object() const noexcept { return value_.is_object(); }
  [[nodiscard]] bool is_string() const noexcept { return value_.is_string(); }
  [[nodiscard]] bool is_bool() const noexcept { return value_.is_bool(); }
  /// True of 1.0 and 1e3, not of 1.
  [[nodiscard]] bool has_fraction() const noexcept {
    return value_.type() == simdjson::dom::element_type::DOUBLE;
  }

  /// Levels of nesting down to here; 1 at the root.
  [[nodiscard]] std::size_t depth() const noexcept;

  [[nodiscard]] std::string_view text() const;  ///< valid until the parser is used again
  [[nodiscard]] bool boolean() const;
  [[nodiscard]] double number() const;  ///< finite: JSON has nothing else
  [[nodiscard]] std::int64_t integer(
      std::int64_t least = std::numeric_limits<std::int64_t>::min()) const;

  /// Elements of an array, 0 of anything else.
  [[nodiscard]] std::size_t size() const noexcept;

  /// Calls `take(Spot)` for each element of an array.
  template <class Take>
  void elements(Take take) const {
    simdjson::dom::array array;
    if (value_.get(array) != simdjson::SUCCESS) fail("must be an array");
    std::size_t ordinal = 0;
    for (const simdjson::dom::element element : array) take(Spot(*this, element, ordinal++, {}));
  }

  /// Calls `take(Spot)` for each member of an object, in the order written.
  template <class Take>
  void members(Take take) const {
    simdjson::dom::object object;
    if (value_.get(object) != simdjson::SUCCESS) fail("must be an object");
    std::size_t ordinal = 0;
    for (const simdjson::dom::key_value_pair member : object)
      take(Spot(*this, member.value, ordinal++, member.key));
  }

  [[noreturn]] void fail(const std::string& message) const;
  [[noreturn]] void fail_missing(std::string_view key) const;

 private:
  Spot(const Spot& parent, simdjson::dom::element value, std::size_t ordinal, std::string_view key)
      : value_(value), parent_(&parent), key_(key), ordinal_(ordinal) {}
  [[nodiscard]] std::vector<std::size_t> place() const;
  [[nodiscard]] std::string field() const;

  simdjson::dom::element value_;
  const Spot* parent_ = nullptr;
  std::string_view key_;  ///< points nowhere in an array
  std::size_t ordinal_ = 0;
};

/// Holds members that no table knows to the rules of all: no key twice, not too deep.
class Strangers {
 public:
  void add(const Spot& member) { members_.push_back(member); }
  void check() const;

 private:
  std::vector<Spot> members_;
};

}  // namespace assay
