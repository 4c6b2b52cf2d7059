#pragma once
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "reports/history/entry.hpp"
#include "reports/history/sql/database.hpp"

namespace assay::history {

/// A table of texts that are named by a number: each row once. Known rows are read when it is made;
/// new ones are added by flush().
class Dictionary {
 public:
  Dictionary(Database& database, const std::string& table, const std::vector<std::string>& columns);

  struct Found {
    std::int32_t id;
    bool is_new;
  };
  /// `texts` are as many as there are columns, without NUL.
  Found find_or_add(const std::vector<std::string>& texts);
  void flush();

 private:
  Database& database_;
  Rows new_;
  std::unordered_map<std::string, std::int32_t> ids_;
  std::int32_t next_ = 1;
};

/// The table of devices, found by key or, where the key is not known, by serial.
class DeviceTable {
 public:
  explicit DeviceTable(Database& database);
  [[nodiscard]] std::int32_t id_of(const Device& device);
  void flush();

 private:
  struct Known {
    std::int32_t id;
    std::string serial;
  };
  [[nodiscard]] std::optional<std::int32_t> adopt(const Device& device);
  void learn_serial(Known& known, const Device& device);
  void index(const std::string& kind, const std::string& key, const Known& known);

  Database& database_;
  Rows new_;
  std::unordered_map<std::string, Known> by_key_;  ///< "kind\0key"
  struct Bearer {
    std::string key;
    bool alone = true;  ///< the two chips of a module may share its serial
  };
  std::unordered_map<std::string, Bearer> by_serial_;  ///< "kind\0serial"
  std::int32_t next_ = 1;
};

}  // namespace assay::history
