#include "cli/fabric/mpi.hpp"

#include <unistd.h>

#include <utility>

#include "cli/fabric/as_ranks.hpp"
#include "cli/fabric/exchange.hpp"
#include "collectives/mpi/module.hpp"
#include "core/error.hpp"
#include "suites/runner/ranks.hpp"

namespace assay {
namespace {

/// For all nodes to come: the slowest may have to load its program over the network.
constexpr double kJoinS = 60;
/// For those that are left to say so: who is only held up is not to be taken for lost.
constexpr double kRollCallS = 5;

class MpiRanks final : public Ranks {
 public:
  MpiRanks() = default;
  MpiRanks(const MpiRanks&) = delete;
  MpiRanks& operator=(const MpiRanks&) = delete;
  ~MpiRanks() override {
    // MPI cannot be left in order any more, and must not be entered again on the way out.
    if (!given_up_.empty()) _exit(0);
  }

  void leave() { world_.reset(); }
  [[nodiscard]] Communicator& join(const Job& job, Device& /*device*/) override {
    if (!given_up_.empty()) throw Error("the ranks were given up in " + given_up_);
    test_ = job.test;
    if (!world_) world_ = joined(job);
    return *world_;
  }

  void describe(std::vector<Result>& results) override { name_library(results, version_); }

  [[nodiscard]] std::vector<int> give_up() override {
    given_up_ = test_;
    if (!world_) return {};
    world_->abort();
    return world_->silent(kRollCallS);
  }

 private:
  /// What MPI says of itself is not believed before a sum over all ranks agrees.
  std::unique_ptr<Communicator> joined(const Job& job) {
    const MpiModule module = open_mpi_module();
    version_ = module.version();
    auto world = module.join({.deadline_s = job.seconds > 0 ? job.seconds : kJoinS});
    std::int64_t ones = 1;
    world->all_reduce(&ones, &ones, 1, ElementType::int64, Reduction::sum);
    world->wait(kJoinS);
    if (world->size() == job.place.size && ones == job.place.size &&
        world->rank() == job.place.rank)
      return world;
    throw Error("the launcher speaks of rank " + std::to_string(job.place.rank) + " of " +
                std::to_string(job.place.size) + ", MPI of rank " + std::to_string(world->rank()) +
                " of " + std::to_string(world->size()) + ", and a sum of ones over all ranks is " +
                std::to_string(ones));
  }

  std::unique_ptr<Communicator> world_;
  std::string version_, test_, given_up_;
};

}  // namespace

std::optional<Backend> mpi_backend(const Backend& host, const std::optional<Launched>& launched,
                                   std::string& why_not) {
  if (!launched || launched->size < 2) return std::nullopt;
  try {
    (void)open_mpi_module().version();
  } catch (const std::exception& error) {
    why_not = error.what();
    return std::nullopt;
  }
  return as_ranks(host, kMpi);
}

Backend mpi_worker_backend(const Backend& host) {
  Backend backend = as_ranks(host, kMpi);
  add_exchanges(backend.registry);
  const auto ranks = std::make_shared<MpiRanks>();
  backend.registry.add({.id = kFabricLeave,
                        .spec = {.summary = "good-bye"},
                        .on_device = false,
                        .run = [ranks](Device&, const Context&, Results& results) {
                          ranks->leave();
                          results.device().outcome = Outcome::ok;
                        }});
  backend.ranks = ranks;
  return backend;
}

}  // namespace assay
