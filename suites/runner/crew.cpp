#include "suites/runner/crew.hpp"

namespace assay {
namespace {

/// How long workers may take to end by themselves when all is done.
constexpr double kDismissalS = 0.2;
/// How long a rank that seems to have ended may take to be seen dead.
constexpr double kToEndS = 1;
/// How long workers may take that are sent home where others need the devices that they must give
/// back first.
constexpr double kHandOverS = 3;

}  // namespace

CrewWorkers::~CrewWorkers() { send_home_all(kDismissalS); }

Worker& CrewWorkers::at(std::size_t post, const Variables& environment) {
  demand(environment);
  if (whole_node_) send_home_all(kHandOverS);
  return started(single_[post], crew_.posts.at(post).program);
}

Worker& CrewWorkers::of_whole_node(const Variables& environment) {
  demand(environment);
  if (!single_.empty()) send_home_all(kHandOverS);
  return started(whole_node_, crew_.whole_node);
}

Worker& CrewWorkers::started(std::unique_ptr<Worker>& worker, const WorkerProgram& program) {
  if (worker && !worker->fit_for_use() && !(crew_.are_ranks && worker->ended_within(kToEndS)))
    worker.reset();
  if (worker) return *worker;
  WorkerProgram complete = program;
  for (const auto& [name, value] : environment_) complete.environment[name] = value;
  worker = std::make_unique<Worker>(complete, clock_);
  return *worker;
}

void CrewWorkers::demand(const Variables& environment) {
  if (environment == environment_) return;
  send_home_all(kHandOverS);
  environment_ = environment;
}

void CrewWorkers::drop(const Worker& worker) {
  if (whole_node_.get() == &worker) whole_node_.reset();
  std::erase_if(single_, [&](const auto& entry) { return entry.second.get() == &worker; });
}

void CrewWorkers::send_home_all(double patience_s) {
  std::vector<Worker*> workers;
  for (const auto& [post, worker] : single_)
    if (worker) workers.push_back(worker.get());
  if (whole_node_) workers.push_back(whole_node_.get());
  dismiss(workers, clock_, patience_s);
  single_.clear();
  whole_node_.reset();
}

}  // namespace assay
