#pragma once
#include <string>
#include <utility>
#include <vector>

#include "burnin/hours/mtbf.hpp"
#include "core/facts.hpp"
#include "core/node.hpp"

namespace assay {

/// What a burn says of its device.
enum class BurnEnd {
  survived,  ///< it was under load until somebody else ended it
  failed,    ///< it gave a wrong answer, or the burn was stopped because of it
  undecided  ///< the burn broke off, and nothing says that the device did not break it
};

/// The result of a "burnin." test: a defect is a failure; a safety stop is one of the device that
/// it names ("safety stop: gpu 3 ..."), and no other's; an interrupted burn says nothing against
/// its device. Any other error is undecided.
[[nodiscard]] BurnEnd burn_end(const Result& result);

/// One run on one node, as its report tells.
struct BurnRun {
  std::string source;   ///< names the report
  std::string id;       ///< of the run; a run that is given twice counts once
  std::string started;  ///< UTC, ISO 8601
  bool injected = false;
  Node node;  ///< tells hosts and kinds of hardware apart
  std::vector<Result> results;
};

/// A device that failed, or may have.
struct BurnFailure {
  std::string device;  ///< "gpu 3 of node-0017 (GPU-1234...)"
  std::string sku, source, reason;
  BurnEnd end = BurnEnd::failed;
};

/// Devices of one kind and what they went through together.
struct PooledHours {
  std::string kind;  ///< of the subject: "gpu", "node"
  std::string sku;   ///< what its maker calls it; "" = all of that kind
  std::size_t devices = 0;
  std::size_t undecided = 0;  ///< of the failures, those that may be none
  /// Undecided ends count as failures: a claim holds only where it holds in the worst case.
  LifeTest test;
};

struct BurnPool {
  std::vector<PooledHours> groups;  ///< by kind; in each all together first, then every SKU
  std::vector<BurnFailure> failures;
  /// What was left out: source or device, and why.
  std::vector<std::pair<std::string, std::string>> not_counted;
};

/// Pools the time under load of all devices in "burnin." results (their metric load_time). A device
/// is known by its UUID, else its serial number, else its host and label; it fails once, and what
/// it does afterwards counts neither for nor against the claim. Injected runs are left out.
[[nodiscard]] BurnPool pool_hours(std::vector<BurnRun> runs);

}  // namespace assay
