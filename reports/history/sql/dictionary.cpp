#include "reports/history/sql/dictionary.hpp"

#include <algorithm>

namespace assay::history {
namespace {

std::string joined_key(const std::vector<std::string>& texts) {
  std::string key;
  for (const std::string& text : texts) (key += text) += '\0';
  return key;
}

std::string pair_key(const std::string& kind, const std::string& text) {
  return joined_key({kind, text});
}

std::string list_of(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
  return list;
}

/// Calls `take` with the id and the texts of every row.
template <class Take>
void read_all(Database& database, const std::string& table, const std::vector<std::string>& columns,
              const Take& take) {
  std::int32_t id = 0;
  std::vector<std::string> texts(columns.size());
  soci::statement rows(database.sql());
  rows.exchange(soci::into(id));
  for (std::string& text : texts) rows.exchange(soci::into(text));
  rows.alloc();
  rows.prepare("SELECT id, " + list_of(columns) + " FROM " + table);
  rows.define_and_bind();
  rows.execute();
  while (rows.fetch()) take(id, texts);
}

Rows empty_rows(const std::string& table, const std::vector<std::string>& columns) {
  Rows rows{table, {{"id", std::vector<std::int32_t>()}}};
  for (const std::string& column : columns)
    rows.columns.push_back({column, std::vector<std::string>()});
  return rows;
}

void flush_rows(Database& database, Rows& rows) {
  if (rows.size() > 0) database.bulk().append(rows);
  rows.clear();
}

}  // namespace

Dictionary::Dictionary(Database& database, const std::string& table,
                       const std::vector<std::string>& columns)
    : database_(database), new_(empty_rows(table, columns)) {
  read_all(database, table, columns, [&](std::int32_t id, const std::vector<std::string>& texts) {
    ids_[joined_key(texts)] = id;
    next_ = std::max(next_, id + 1);
  });
}

Dictionary::Found Dictionary::find_or_add(const std::vector<std::string>& texts) {
  const auto [at, is_new] = ids_.try_emplace(joined_key(texts), next_);
  if (is_new) {
    std::get<std::vector<std::int32_t>>(new_.columns[0].values).push_back(next_++);
    for (std::size_t i = 0; i < texts.size(); ++i)
      std::get<std::vector<std::string>>(new_.columns[i + 1].values).push_back(texts[i]);
  }
  return {at->second, is_new};
}

void Dictionary::flush() { flush_rows(database_, new_); }

DeviceTable::DeviceTable(Database& database)
    : database_(database), new_(empty_rows("device", {"kind", "key", "serial"})) {
  read_all(database, "device", {"kind", "key", "serial"},
           [&](std::int32_t id, const std::vector<std::string>& texts) {
             index(texts[0], texts[1], {id, texts[2]});
             next_ = std::max(next_, id + 1);
           });
}

void DeviceTable::index(const std::string& kind, const std::string& key, const Known& known) {
  by_key_[pair_key(kind, key)] = known;
  if (known.serial.empty()) return;
  const auto [at, is_new] = by_serial_.try_emplace(pair_key(kind, known.serial), Bearer{key});
  if (!is_new && at->second.key != key) at->second.alone = false;
}

/// A device seen before under another name: by its serial alone, or now by its serial alone.
std::optional<std::int32_t> DeviceTable::adopt(const Device& device) {
  if (device.serial.empty()) return std::nullopt;
  const auto bearer = by_serial_.find(pair_key(device.kind, device.serial));
  if (bearer == by_serial_.end() || !bearer->second.alone) return std::nullopt;
  const std::string former = bearer->second.key;
  const bool only_serial_now = device.key == device.serial;
  const bool only_serial_then = former == device.serial;
  if (!only_serial_now && !only_serial_then) return std::nullopt;
  const auto at = by_key_.find(pair_key(device.kind, former));
  const Known known = at->second;
  if (only_serial_then && !only_serial_now) {
    flush();
    database_.sql() << "UPDATE device SET key = :key WHERE id = :id", soci::use(device.key),
        soci::use(known.id);
    by_key_.erase(at);
    bearer->second.key = device.key;
    by_key_[pair_key(device.kind, device.key)] = known;
  }
  return known.id;
}

void DeviceTable::learn_serial(Known& known, const Device& device) {
  flush();
  database_.sql() << "UPDATE device SET serial = :serial WHERE id = :id", soci::use(device.serial),
      soci::use(known.id);
  index(device.kind, device.key, {known.id, device.serial});
}

std::int32_t DeviceTable::id_of(const Device& device) {
  const auto known = by_key_.find(pair_key(device.kind, device.key));
  if (known != by_key_.end()) {
    const std::int32_t id = known->second.id;
    if (known->second.serial.empty() && !device.serial.empty()) learn_serial(known->second, device);
    return id;
  }
  if (const auto adopted = adopt(device)) return *adopted;
  new_.add(next_, device.kind, device.key, device.serial);
  index(device.kind, device.key, {next_, device.serial});
  return next_++;
}

void DeviceTable::flush() { flush_rows(database_, new_); }

}  // namespace assay::history
