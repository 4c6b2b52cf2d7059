#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "collectives/launch.hpp"
#include "collectives/mpi/module.hpp"
#include "core/error.hpp"

// One rank for the tests of a cluster, which do it harm from outside:
// cluster_rank DIR DEADLINE ROUNDS [join|work LATE_RANK LATE_S]
// All-reduces ROUNDS times, 0 = for ever, and writes what it sees into DIR/RANK, a line each, for
// what mpirun passes on is lost with its link: "ready PID", "done", "stalled SECONDS: WHAT",
// "silent RANKS", "error: WHAT".

namespace assay {
namespace {

double now_s() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

struct Orders {
  std::string folder;
  double deadline_s = 1;
  int rounds = 0;
  std::string late_for;
  int late_rank = -1;
  double late_s = 0;
};

Orders orders(const std::vector<std::string>& words) {
  Orders made{.folder = words.at(1),
              .deadline_s = std::stod(words.at(2)),
              .rounds = std::stoi(words.at(3))};
  if (words.size() > 4) {
    made.late_for = words.at(4);
    made.late_rank = std::stoi(words.at(5));
    made.late_s = std::stod(words.at(6));
  }
  return made;
}

class Witness {
 public:
  Witness(Orders orders, int rank)
      : orders_(std::move(orders)),
        rank_(rank),
        out_(orders_.folder + '/' + std::to_string(rank)) {}

  void tell() {
    double began_s = now_s();
    try {
      be_late_for("join");
      began_s = now_s();
      world_ = open_mpi_module(ASSAY_BINARY_DIR "/lib/libassay_mpi.so")
                   .join({.deadline_s = join_deadline_s()});
      say("ready " + std::to_string(getpid()));
      be_late_for("work");
      for (int round = 0; orders_.rounds == 0 || round < orders_.rounds; ++round) {
        began_s = now_s();
        work();
      }
      say("done");
    } catch (const Stalled& error) {
      say("stalled " + std::to_string(now_s() - began_s) + ": " + error.what());
      if (world_) ask();
    } catch (const Error& error) {
      say(std::string("error: ") + error.what());
      if (world_) ask();
    }
  }
  /// MPI is left in order where all is well.
  void leave() { world_.reset(); }

 private:
  [[nodiscard]] double join_deadline_s() const {
    return orders_.late_for == "join" ? orders_.deadline_s : 30;
  }
  void be_late_for(const std::string& what) const {
    if (orders_.late_for == what && orders_.late_rank == rank_)
      std::this_thread::sleep_for(std::chrono::duration<double>(orders_.late_s));
  }
  void work() {
    std::fill(data_.begin(), data_.end(), 1.0F);
    world_->all_reduce(data_.data(), data_.data(), kCount, ElementType::fp32, Reduction::sum);
    world_->wait(orders_.deadline_s);
    if (data_.back() != static_cast<float>(world_->size())) throw Error("a wrong sum");
  }
  void ask() {
    world_->abort();
    std::string line = "silent";
    for (int rank : world_->silent(orders_.deadline_s + 4)) line += ' ' + std::to_string(rank);
    say(line);
  }
  void say(const std::string& line) { out_ << line + '\n' << std::flush; }

  Orders orders_;
  int rank_;
  std::ofstream out_;
  // A late rank's part is still added here while the others ask who is silent.
  static constexpr std::int64_t kCount = 1000;
  std::vector<float> data_ = std::vector<float>(kCount);
  std::unique_ptr<Communicator> world_;
};

}  // namespace
}  // namespace assay

int main(int argc, char** argv) {
  const auto said = assay::launched();
  if (!said || argc < 4) {
    std::fputs("started by mpirun or srun only\n", stderr);
    return 77;
  }
  assay::Witness witness(assay::orders({argv, argv + argc}), said->rank);
  witness.tell();
  witness.leave();
  _exit(0);
}
