#include "tests/collectives/nccl/ranks.hpp"

#include <poll.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <csignal>
#include <cstring>
#include <sstream>
#include <thread>

#include "core/shared_library.hpp"

namespace assay {
namespace {

using conformance::Complaints;

/// In the child: carries out the body and tells what it complained of. Never returns, for what
/// follows is the parent's.
[[noreturn]] void be_rank(const RankProcesses::Body& body, int rank, SharedId& id, int pipe) {
  std::string text;
  try {
    for (const std::string& complaint : body(rank, id)) text += complaint + '\n';
  } catch (const std::exception& error) {
    text += "rank " + std::to_string(rank) + ": " + error.what() + '\n';
  }
  const bool told = write(pipe, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  _exit(told ? 0 : 1);
}

}  // namespace

NcclModule opened_nccl_module() { return opened_nccl_module(ASSAY_FAKE_NCCL_FOLDER); }

NcclModule opened_nccl_module(const std::string& folder) {
  // Where the module looks first when it needs the library.
  if (folder.empty())
    unsetenv("ASSAY_CUDA_LIBRARIES");  // NOLINT(concurrency-mt-unsafe)
  else
    setenv("ASSAY_CUDA_LIBRARIES", folder.c_str(), 1);  // NOLINT(concurrency-mt-unsafe)
  const SharedLibrary library(ASSAY_NCCL_MODULE);
  NcclModule module;
  library.symbol<DescribeNcclModule>(kDescribeNcclModule)(module);
  return module;
}

Variable::Variable(const std::string& name, const std::string& value) : name_(name) {
  setenv(name.c_str(), value.c_str(), 1);  // NOLINT(concurrency-mt-unsafe)
}

Variable::~Variable() { unsetenv(name_.c_str()); }  // NOLINT(concurrency-mt-unsafe)

struct SharedId::Page {
  std::atomic<bool> told;
  std::size_t size;
  std::array<std::byte, 1024> bytes;
};

SharedId::SharedId()
    : page_(static_cast<Page*>(
          mmap(nullptr, sizeof(Page), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0))) {
  if (page_ == MAP_FAILED) throw Error("mmap of a shared page");
}

SharedId::~SharedId() { munmap(page_, sizeof(Page)); }

void SharedId::tell(const std::vector<std::byte>& id) {
  page_->size = id.size();
  std::memcpy(page_->bytes.data(), id.data(), id.size());
  page_->told = true;
}

std::vector<std::byte> SharedId::get() const {
  while (!page_->told) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  return {page_->bytes.begin(), page_->bytes.begin() + static_cast<std::ptrdiff_t>(page_->size)};
}

RankProcesses::RankProcesses(int size, const Body& body)
    : start_(std::chrono::steady_clock::now()) {
  for (int rank = 0; rank < size; ++rank) {
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0) throw Error("pipe");
    const pid_t pid = fork();
    if (pid < 0) throw Error("fork");
    if (pid == 0) be_rank(body, rank, id_, ends[1]);
    close(ends[1]);
    processes_.push_back({pid, ends[0]});
  }
}

RankProcesses::~RankProcesses() {
  for (const Process& process : processes_) {
    if (process.pid > 0) {
      kill(process.pid, SIGKILL);
      waitpid(process.pid, nullptr, 0);
    }
    close(process.pipe);
  }
}

pid_t RankProcesses::pid(int rank) const {
  return processes_.at(static_cast<std::size_t>(rank)).pid;
}

void RankProcesses::send_signal(int rank, int signal) const { kill(pid(rank), signal); }

std::vector<Ended> RankProcesses::wait(double patience_s) {
  std::vector<Ended> all;
  all.reserve(processes_.size());
  for (std::size_t rank = 0; rank < processes_.size(); ++rank)
    all.push_back(wait_for(processes_[rank], static_cast<int>(rank), patience_s));
  return all;
}

Ended RankProcesses::wait_for(Process& process, int rank, double until_s) {
  const auto passed = [this] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  };
  Ended ended;
  std::string text;
  for (;;) {  // until its end of the pipe is closed, which it is when the process has ended
    pollfd waiting{process.pipe, POLLIN, 0};
    const int ready = poll(&waiting, 1, 10);
    std::array<char, 4096> some{};
    const ssize_t got = ready > 0 ? read(process.pipe, some.data(), some.size()) : -1;
    if (got > 0) text.append(some.data(), static_cast<std::size_t>(got));
    if (got == 0) break;
    if (got > 0 || passed() < until_s) continue;
    ended.complaints.push_back("rank " + std::to_string(rank) + " had to be killed");
    kill(process.pid, SIGKILL);
    break;
  }
  waitpid(process.pid, &ended.status, 0);
  process.pid = -1;
  ended.seconds = passed();
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) ended.complaints.push_back(line);
  return ended;
}

std::unique_ptr<GpuCommunicator> join(const NcclModule& module, SharedId& id, int rank, int size,
                                      double deadline_s) {
  if (rank == 0) id.tell(module.unique_id());
  return module.join({id.get(), rank, size, true, deadline_s});
}

Complaints all_complaints(const std::vector<Ended>& ended) {
  Complaints all;
  for (std::size_t rank = 0; rank < ended.size(); ++rank) {
    const Ended& each = ended[rank];
    all.insert(all.end(), each.complaints.begin(), each.complaints.end());
    if (each.status != 0)
      all.push_back("rank " + std::to_string(rank) + " ended with status " +
                    std::to_string(each.status));
  }
  return all;
}

}  // namespace assay
