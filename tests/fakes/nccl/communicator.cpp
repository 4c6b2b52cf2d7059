#include "tests/fakes/nccl/communicator.hpp"

#include <chrono>
#include <set>

#include "tests/fakes/nccl/arithmetic.hpp"

using fake_nccl::Failure;

ncclComm::ncclComm(int rank, int size, bool blocking, fake_nccl::Settings settings)
    : pace(settings.bytes_per_second),
      rank_(rank),
      size_(size),
      blocking_(blocking),
      settings_(std::move(settings)),
      worker_([this] { work(); }) {}

ncclComm::~ncclComm() {
  {
    const std::scoped_lock lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  worker_.join();
}

ncclResult_t ncclComm::submit(Task task) {
  {
    const std::scoped_lock lock(mutex_);
    if (failure_ != ncclSuccess) return failure_;
    if (!blocking_ && (busy_ || !tasks_.empty()))
      throw Failure(ncclInvalidArgument, "called while the call before is in progress");
    tasks_.push_back(std::move(task));
  }
  changed_.notify_all();
  return blocking_ ? wait_until_idle() : ncclInProgress;
}

ncclResult_t ncclComm::state() {
  const std::scoped_lock lock(mutex_);
  if (failure_ != ncclSuccess) return failure_;
  return busy_ || !tasks_.empty() ? ncclInProgress : ncclSuccess;
}

ncclResult_t ncclComm::wait_until_idle() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return failure_ != ncclSuccess || (!busy_ && tasks_.empty()); });
  return failure_;
}

void ncclComm::introduce(const std::vector<fake_nccl::Member>& members) {
  std::set<std::string> hosts;
  for (const fake_nccl::Member& member : members) hosts.insert(member.host.data());
  log_ = std::make_unique<fake_nccl::Log>(settings_, members, rank_);
  profiling_ = std::make_unique<fake_nccl::Profiling>(settings_.version, rank_, size_,
                                                      static_cast<int>(hosts.size()));
}

void ncclComm::tell(const fake_nccl::Collective& collective) {
  if (!log_) return;
  const bool in_blocks =
      collective.function == "AllGather" || collective.function == "ReduceScatter";
  log_->choice(collective.function, collective.count * fake_nccl::bytes_of(collective.type) *
                                        static_cast<std::size_t>(in_blocks ? size_ : 1));
  profiling_->collective(collective);
  if (log_->by_network()) profiling_->proxied();
}

void ncclComm::tell_message(bool sends, std::size_t bytes, int peer) {
  if (profiling_) profiling_->message(sends, bytes, peer);
}

int ncclComm::connection(int peer) const { return mesh.at(static_cast<std::size_t>(peer)).get(); }

void ncclComm::strike(const std::string& operation) const {
  const auto& fail = settings_.fail;
  if (fail && fail->operation == operation && fail->second.value_or(rank_) == rank_)
    throw Failure(static_cast<ncclResult_t>(fail->first), "told to fail in " + operation);
  if (!fake_nccl::strikes(settings_.hang, operation, rank_)) return;
  while (!stop_) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  throw Failure(ncclInternalError, "given up");
}

void ncclComm::work() {
  for (;;) {
    Task task;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return stop_ || !tasks_.empty(); });
      if (stop_) return;
      task = std::move(tasks_.front());
      tasks_.pop_front();
      busy_ = true;
    }
    carry_out(task);
  }
}

void ncclComm::carry_out(const Task& task) {
  ncclResult_t result = ncclSuccess;
  try {
    task(*this);
  } catch (const Failure& failure) {
    fake_nccl::say(failure.what());
    result = failure.result();
  }
  {
    const std::scoped_lock lock(mutex_);
    busy_ = false;
    failure_ = result;
    if (result != ncclSuccess) tasks_.clear();
  }
  changed_.notify_all();
}

namespace fake_nccl {
namespace {

/// Two texts in turn: the one that was handed out stays as it is while the next is written.
struct Said {
  std::mutex mutex;
  std::string texts[2];
  std::size_t current = 0;
};
Said& said() {
  static auto* one = new Said;  // for threads that outlive main()
  return *one;
}

}  // namespace

void say(const std::string& text) {
  Said& all = said();
  const std::scoped_lock lock(all.mutex);
  all.current ^= 1U;
  all.texts[all.current] = text;
}

const char* last_said() {
  Said& all = said();
  const std::scoped_lock lock(all.mutex);
  return all.texts[all.current].c_str();
}

ncclResult_t guarded(const std::function<ncclResult_t()>& call) noexcept {
  try {
    return call();
  } catch (const Failure& failure) {
    say(failure.what());
    return failure.result();
  } catch (const std::exception& error) {
    say(error.what());
    return ncclInternalError;
  }
}

}  // namespace fake_nccl
