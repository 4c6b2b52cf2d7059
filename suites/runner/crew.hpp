#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "suites/runner/backend.hpp"
#include "suites/runner/round.hpp"

namespace assay {

/// One device and the program that works on it.
struct Post {
  WorkerProgram program;
  DeviceSubject device;
};

/// How the tests of one kind of device are carried out.
struct Crew {
  std::vector<Post> posts;   ///< by index of the device; at least one
  WorkerProgram whole_node;  ///< what opens all of them
  /// Its workers are ranks of a world: nobody can take the place of one that has ended.
  bool are_ranks = false;
};

/// The workers of one kind of device that are alive. A device has one worker at a time: before a
/// worker is started that opens all devices, those of the single ones are sent home, and the other
/// way round, for what they hold open would be missing. So it is where others are asked for that
/// find another environment: libraries read theirs once.
class CrewWorkers {
 public:
  /// `crew` and `clock` must outlive it.
  CrewWorkers(const Crew& crew, Clock& clock) : crew_(crew), clock_(clock) {}
  CrewWorkers(const CrewWorkers&) = delete;
  CrewWorkers& operator=(const CrewWorkers&) = delete;
  ~CrewWorkers();

  /// The worker of `post`, alive and idle, which was started with `environment` beside what the
  /// program has; of ranks the one that has ended, whose loss is the answer to the next job. Throws
  /// Error if none can be started.
  [[nodiscard]] Worker& at(std::size_t post, const Variables& environment = {});
  [[nodiscard]] Worker& of_whole_node(const Variables& environment = {});
  /// Forgets a worker that is of no more use.
  void drop(const Worker& worker);

 private:
  [[nodiscard]] Worker& started(std::unique_ptr<Worker>& worker, const WorkerProgram& program);
  void demand(const Variables& environment);
  void send_home_all(double patience_s);
  const Crew& crew_;
  Clock& clock_;
  Variables environment_;  ///< that all who are alive were started with
  std::map<std::size_t, std::unique_ptr<Worker>> single_;
  std::unique_ptr<Worker> whole_node_;
};

}  // namespace assay
