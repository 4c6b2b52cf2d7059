#include "collectives/nccl/communicator.hpp"

#include <utility>

namespace assay::nccl {
namespace {

/// How long leaving in order may take before it is given up.
constexpr double kLeaveS = 5;

ncclConfig_t non_blocking() {
  ncclConfig_t config = NCCL_CONFIG_INITIALIZER;
  config.blocking = 0;
  return config;
}

}  // namespace

NcclCommunicator::NcclCommunicator(std::shared_ptr<const Library> library,
                                   std::unique_ptr<Queue> queue)
    : library_(std::move(library)), queue_(std::move(queue)) {}

std::unique_ptr<NcclCommunicator> NcclCommunicator::join(std::shared_ptr<const Library> library,
                                                         std::unique_ptr<Queue> queue,
                                                         const ncclUniqueId& id, int rank, int size,
                                                         double deadline_s) {
  const Deadline deadline(deadline_s);
  std::unique_ptr<NcclCommunicator> made(
      new NcclCommunicator(std::move(library), std::move(queue)));
  made->rank_ = rank;
  made->begin("ncclCommInitRankConfig", [joining = made.get(), id, rank, size] {
    ncclConfig_t config = non_blocking();
    return joining->library_->init_rank(&joining->communicator_, size, id, rank, &config);
  });
  made->settle(deadline);
  made->learn_rank_and_size();
  if (made->rank_ != rank || made->size_ != size)
    throw Error("NCCL made rank " + std::to_string(made->rank_) + " of " +
                std::to_string(made->size_) + " instead of rank " + std::to_string(rank) + " of " +
                std::to_string(size));
  return made;
}

void NcclCommunicator::learn_rank_and_size() {
  require(library_->count(communicator_, &size_), "ncclCommCount");
  require(library_->user_rank(communicator_, &rank_), "ncclCommUserRank");
}

NcclCommunicator::~NcclCommunicator() {
  if (communicator_ == nullptr) return;
  if (!healthy() || !finalized()) {
    abort();
    return;
  }
  complain(library_->status(library_->destroy(communicator_)), "ncclCommDestroy");
}

bool NcclCommunicator::healthy() noexcept {
  try {
    return !unusable_ && progress() && queue_->done();
  } catch (const std::exception&) {
    return false;
  }
}

bool NcclCommunicator::finalized() noexcept {
  const Deadline deadline(kLeaveS);
  ncclResult_t state = library_->finalize(communicator_);
  while (state == ncclInProgress && !deadline.over()) {
    deadline.pause();
    if (library_->async_error(communicator_, &state) != ncclSuccess) return false;
  }
  return state == ncclSuccess;
}

void NcclCommunicator::abort() noexcept {
  waiting_.clear();
  unusable_ = true;
  if (communicator_ == nullptr) return;
  const ncclComm_t lost = std::exchange(communicator_, nullptr);
  complain(library_->status(library_->abort(lost)), "ncclCommAbort");
}

void NcclCommunicator::require(ncclResult_t result, const char* call, Where at) {
  if (result != ncclSuccess && result != ncclInProgress) unusable_ = true;
  library_->require(result, call, communicator_, at);
}

void NcclCommunicator::begin(const char* name, Enqueue enqueue, Where at) {
  if (unusable_) throw Error(std::string(name) + ": the communicator has failed before", at);
  waiting_.push_back({name, std::move(enqueue), at});
  progress();
}

bool NcclCommunicator::progress() {
  for (;;) {
    // Asked for even when nothing is under way: a lost rank shows here.
    if (communicator_ != nullptr) {
      ncclResult_t state = ncclSuccess;
      require(library_->async_error(communicator_, &state), "ncclCommGetAsyncError");
      if (state == ncclInProgress) return false;
      require(state, last_.name, last_.at);
    }
    if (waiting_.empty()) return true;
    last_ = std::move(waiting_.front());
    waiting_.pop_front();
    require(last_.enqueue(), last_.name, last_.at);
  }
}

void NcclCommunicator::settle(const Deadline& deadline) {
  if (unusable_) throw Error("the communicator has failed before");
  while (!progress()) {
    if (deadline.over()) stall(deadline);
    deadline.pause();
  }
}

void NcclCommunicator::finish(const Deadline& deadline) {
  settle(deadline);
  while (!queue_->done()) {
    if (deadline.over()) stall(deadline);
    deadline.pause();
    settle(deadline);
  }
}

void NcclCommunicator::stall(const Deadline& deadline) {
  unusable_ = true;
  throw Stalled(std::string(last_.name) + " of rank " + std::to_string(rank_) +
                ": other ranks did not do their part within " + std::to_string(deadline.seconds()) +
                " s");
}

void NcclCommunicator::wait(double deadline_s) { finish(Deadline(deadline_s)); }

std::vector<double> NcclCommunicator::time(int calls, double deadline_s,
                                           const std::function<void()>& operation) {
  const Deadline deadline(deadline_s);
  settle(deadline);
  queue_->forget_marks();
  queue_->mark();
  for (int call = 0; call < calls; ++call) {
    operation();
    settle(deadline);
    queue_->mark();
  }
  finish(deadline);
  return queue_->between_marks();
}

std::vector<int> NcclCommunicator::silent(double /*deadline_s*/) { return {}; }

std::unique_ptr<Communicator> NcclCommunicator::split(int colour, double deadline_s) {
  const Deadline deadline(deadline_s);
  const auto call = library_->need(library_->split, "ncclCommSplit");
  settle(deadline);
  splitting_.reset(new NcclCommunicator(library_, queue_->another()));
  begin("ncclCommSplit", [this, call, colour] {
    ncclConfig_t config = non_blocking();
    const int taken = colour < 0 ? NCCL_SPLIT_NOCOLOR : colour;
    return call(communicator_, taken, rank_, &splitting_->communicator_, &config);
  });
  settle(deadline);
  std::unique_ptr<NcclCommunicator> part = std::move(splitting_);
  if (colour < 0) return nullptr;
  part->last_ = last_;
  part->settle(deadline);
  part->learn_rank_and_size();
  return part;
}

std::string NcclCommunicator::why_not(ElementType type) const {
  constexpr int knows_fp8 = NCCL_VERSION(2, 24, 0);
  const bool fp8 = type == ElementType::fp8_e4m3 || type == ElementType::fp8_e5m2;
  int version = 0;
  library_->require(library_->get_version(&version), "ncclGetVersion", nullptr);
  return fp8 && version < knows_fp8 ? "NCCL " + version_text(version) + " has no fp8" : "";
}

std::shared_ptr<void> NcclCommunicator::registered_memory(std::int64_t bytes) {
  const Library& nccl = *library_;
  const auto release = nccl.need(nccl.memory_free, "ncclMemFree");
  void* memory = nullptr;
  // What is refused here costs no rank its place among the others: not by this->require().
  nccl.require(
      nccl.need(nccl.memory_allocate, "ncclMemAlloc")(&memory, static_cast<std::size_t>(bytes)),
      "ncclMemAlloc", communicator_);
  std::shared_ptr<void> owned(memory, [library = library_, release](void* p) {
    complain(library->status(release(p)), "ncclMemFree");
  });
  void* handle = nullptr;
  const auto withdraw = nccl.need(nccl.deregister_memory, "ncclCommDeregister");
  nccl.require(nccl.need(nccl.register_memory, "ncclCommRegister")(
                   communicator_, memory, static_cast<std::size_t>(bytes), &handle),
               "ncclCommRegister", communicator_);
  return {memory, [this, owned, withdraw, handle](void*) {
            if (communicator_ != nullptr)  // else it went with the communicator
              complain(library_->status(withdraw(communicator_, handle)), "ncclCommDeregister");
          }};
}

std::function<void()> NcclCommunicator::capture(double deadline_s,
                                                const std::function<void()>& operation) {
  settle(Deadline(deadline_s));
  const auto piece = queue_->capture([this, deadline_s, operation] {
    operation();
    settle(Deadline(deadline_s));
  });
  return [this, deadline_s, piece] {
    settle(Deadline(deadline_s));
    piece();
  };
}

}  // namespace assay::nccl
