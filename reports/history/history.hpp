#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "reports/history/access.hpp"
#include "reports/history/entry.hpp"
#include "reports/verdict.hpp"

namespace assay::history {

class Database;

/// Nights on end in one SQL database. Everything here throws InputError naming the database where
/// that cannot be reached, is read-only, full, damaged, or of a newer program. One thread at a
/// time.
class History {
 public:
  /// `url`: "sqlite:FILE", "FILE" or "postgresql://...". Only writing makes a history that is not
  /// there yet.
  History(const std::string& url, Access access);
  History(const History&) = delete;
  History& operator=(const History&) = delete;
  ~History();

  [[nodiscard]] Database& database() noexcept { return *database_; }

  /// Every night there is, ascending.
  [[nodiscard]] std::vector<NightNumber> nights();
  /// The last `count` of them that are not after `last` (nothing: no such bound).
  [[nodiscard]] std::vector<NightNumber> last_nights(std::size_t count,
                                                     std::optional<NightNumber> last = {});

 private:
  std::unique_ptr<Database> database_;
};

/// Adds reports to a history, all or none: what was added before commit() is not there for anybody
/// else, and is gone where this process ends without it, however it ends.
class Ingest {
 public:
  /// Waits while another process writes.
  explicit Ingest(History& history);
  Ingest(const Ingest&) = delete;
  Ingest& operator=(const Ingest&) = delete;
  ~Ingest();

  enum class Added {
    added,
    replaced,  ///< a former state of the same run, which was not complete, made room
    known,     ///< the same content is there already: nothing was done
    older,     ///< a complete report of the same run is there already, this one is not: nothing
    conflict   ///< a complete report of the same run is there that says something else: nothing
  };
  Added add(const Entry& entry);
  void commit();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

/// Keeps what was judged of each node in `night`. A node judged again by the same profile in the
/// same night has only the last judgement. All or none.
void record(History& history, NightNumber night, const std::vector<Judgement>& judgements);

}  // namespace assay::history
