#pragma once
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/facts.hpp"
#include "reports/profile.hpp"
#include "reports/profile/yaml.hpp"

namespace assay::yaml {

/// Typed access to one mapping of a file. Every error names file, line and field.
class Fields {
 public:
  /// `value` is what the field `name` holds ("" for the whole file). Throws InputError unless it is
  /// a mapping whose keys are all among `allowed`. Both references outlive this.
  Fields(const Value& value, const std::string& source, std::string name,
         std::initializer_list<std::string_view> allowed);
  /// A mapping whose keys the file chooses.
  Fields(const Value& value, const std::string& source, std::string name);

  [[nodiscard]] const Value* find(std::string_view key) const;
  [[nodiscard]] const std::vector<Value>& all() const { return value_.items; }
  /// Text of a scalar that is not a number, truth value or null unless it is quoted; `otherwise`
  /// where the key is absent.
  [[nodiscard]] std::string text(std::string_view key, std::string otherwise) const;
  [[nodiscard]] std::string required_text(std::string_view key) const;
  [[nodiscard]] std::optional<std::int64_t> integer(std::string_view key) const;
  [[nodiscard]] std::optional<Threshold> threshold(std::string_view key) const;
  /// Items of a list, empty where the key is absent.
  [[nodiscard]] std::vector<Value> list(std::string_view key) const;
  /// "file:line" of this mapping.
  [[nodiscard]] std::string at() const;
  /// Throws InputError about `key`, at its line.
  [[noreturn]] void refuse(std::string_view key, const std::string& why) const;
  /// The full name of `key` in messages: "limits[2].at_least".
  [[nodiscard]] std::string name_of(std::string_view key) const;

 private:
  void must_be_mapping() const;
  const Value& value_;
  const std::string& source_;
  std::string name_;
};

/// The scalar as written, whatever it looks like. Throws InputError naming `field` for anything
/// else.
[[nodiscard]] std::string word(const Value& value, const std::string& source,
                               const std::string& field);

/// One word or a list of at least one, as written.
[[nodiscard]] std::vector<std::string> words(const Value& value, const std::string& source,
                                             const std::string& field);

/// A plain scalar as what it looks like: true or false, an integer, a quantity in SI base units (an
/// integer if whole), else text.
[[nodiscard]] ParamValue param(const Value& value, const std::string& source,
                               const std::string& field);

}  // namespace assay::yaml
