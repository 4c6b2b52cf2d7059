#include "collectives/mpi/communicator.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "collectives/mpi/calls.hpp"
#include "collectives/mpi/guarded.hpp"

namespace assay {

MpiCommunicator::MpiCommunicator(std::shared_ptr<MpiSession> session, MPI_Comm comm, MPI_Comm voice)
    : session_(std::move(session)),
      comm_(comm),
      voice_(voice),
      work_(std::make_unique<MpiWork>()),
      roll_call_(std::make_unique<RollCall>(voice)) {
  require_mpi(MPI_Comm_rank(comm_, &rank_), "MPI_Comm_rank");
  require_mpi(MPI_Comm_size(comm_, &size_), "MPI_Comm_size");
}

MpiCommunicator::~MpiCommunicator() {
  if (!work_->idle()) session_->give_up();
  if (session_->healthy()) {
    MPI_Comm_free(&comm_);
    MPI_Comm_free(&voice_);
    return;
  }
  // MPI may still write there when the process asks it for something else.
  [[maybe_unused]] const auto* work = work_.release();
  [[maybe_unused]] const auto* roll_call = roll_call_.release();
}

void MpiCommunicator::check(std::int64_t count, const char* operation) const {
  if (ended_ || session_->lost())
    throw Error(std::string(operation) + ": this communicator was aborted or has stalled");
  if (count < 0) throw Error(fmt::format("{}: a count of {} elements", operation, count));
}

MpiSpan MpiCommunicator::span(std::int64_t count, ElementType type, int parts) const {
  const std::int64_t most = session_->most_bytes() / parts / bytes_of(type);
  return {count, session_->types().datatype(type), bytes_of(type), count > most};
}

std::vector<Piece> MpiCommunicator::reducible(std::int64_t count, ElementType type) const {
  return pieces(count, std::max<std::int64_t>(1, session_->most_bytes() / bytes_of(type)));
}

void MpiCommunicator::finish(Patience& patience) {
  try {
    work_->finish(patience);
  } catch (const Error&) {
    session_->give_up();
    ended_ = true;
    throw;
  }
}

void MpiCommunicator::wait(double deadline_s) {
  check(0, "wait");
  Patience patience(session_->clock(), deadline_s);
  finish(patience);
}

std::vector<double> MpiCommunicator::time(int calls, double deadline_s,
                                          const std::function<void()>& operation) {
  Clock& clock = session_->clock();
  Patience patience(clock, deadline_s);
  finish(patience);
  std::vector<double> seconds;
  seconds.reserve(static_cast<std::size_t>(std::max(calls, 0)));
  for (int call = 0; call < calls; ++call) {
    const double begin_s = clock.now_s();
    operation();
    finish(patience);
    seconds.push_back(clock.now_s() - begin_s);
  }
  return seconds;
}

std::unique_ptr<Communicator> MpiCommunicator::split(int colour, double deadline_s) {
  const double end_s = session_->clock().now_s() + deadline_s;
  barrier();  // MPI_Comm_split waits for all ranks without a deadline: they shall be there before
  wait(deadline_s);
  struct Parts {
    MPI_Comm comm = MPI_COMM_NULL, voice = MPI_COMM_NULL;
  };
  const auto made = std::make_shared<Parts>();
  try {
    guarded(end_s - session_->clock().now_s(), "MPI_Comm_split",
            [made, comm = comm_, colour, key = rank_] {
              require_mpi(
                  MPI_Comm_split(comm, colour < 0 ? MPI_UNDEFINED : colour, key, &made->comm),
                  "MPI_Comm_split");
              if (made->comm == MPI_COMM_NULL) return;
              require_mpi(MPI_Comm_dup(made->comm, &made->voice), "MPI_Comm_dup");
            });
  } catch (const Stalled&) {
    session_->lose();
    throw;
  }
  if (made->comm == MPI_COMM_NULL) return nullptr;
  return std::make_unique<MpiCommunicator>(session_, made->comm, made->voice);
}

std::vector<int> MpiCommunicator::silent(double deadline_s) {
  if (session_->lost()) return {};
  return roll_call_->silent(session_->clock(), deadline_s);
}

}  // namespace assay
