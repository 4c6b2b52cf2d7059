#include "suites/runner/worker.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <utility>

namespace assay {
namespace {

/// How long a worker that closed its channel may take to be seen dead.
constexpr double kEndingS = 1;
constexpr std::size_t kMostLastWords = 300;

std::string one_decimal(double seconds) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1f s", seconds);
  return text.data();
}

std::string no_answer(double waited_s, double budget_s) {
  return "no answer within " + one_decimal(waited_s) + " (budget " + one_decimal(budget_s) + ")";
}

/// A line as it may stand in a report, whatever a dying process printed.
std::string printable(std::string_view line) {
  std::string text(line.substr(0, kMostLastWords));
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
  return text;
}

/// Why a worker is gone that nobody here killed.
std::string unasked_end(int wait_status) {
  std::string reason = describe_status(wait_status);
  if (reason == "killed by SIGKILL")
    reason += ", but not by assay: by the kernel for want of memory, or by a person";
  else if (!reason.starts_with("killed"))
    reason += " without an answer";
  return reason;
}

}  // namespace

bool Worker::send(const std::string& line) const {
  // A worker that waits for a job has an empty buffer; one that does not take the line at once is
  // lost.
  const std::string text = line + '\n';
  const ssize_t sent =
      ::send(process_.channel(), text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  return std::cmp_equal(sent, text.size());
}

bool Worker::fit_for_use() {
  pollfd watched{process_.channel(), POLLIN, 0};
  return answers_.empty() && poll(&watched, 1, 0) == 0;
}

void Worker::begin(const Job& job, double timeout_s, double patience_s, const ResultCodec& codec) {
  last_words_.clear();
  reader_.emplace(job, codec);
  asked_s_ = clock_.now_s();
  timeout_s_ = timeout_s;
  until_s_ = asked_s_ + timeout_s;
  budget_s_ = job.seconds;
  patience_s_ = patience_s;
  state_ = State::asked;
  if (send(encode(job))) return;
  if (errno != EPIPE && errno != ECONNRESET) return kill("its worker took no job");
  state_ = State::leaving;  // it has ended by itself: how is to be told
  until_s_ = asked_s_ + kEndingS;
}

void Worker::add_watched(std::vector<pollfd>& watched) const {
  if (state_ == State::asked) watched.push_back({process_.channel(), POLLIN, 0});
  if (state_ == State::leaving || state_ == State::dying)
    watched.push_back({process_.ending(), POLLIN, 0});
  if (listening_) watched.push_back({process_.messages(), POLLIN, 0});
}

std::optional<Reply> Worker::advance(const std::function<void(const std::string&)>& said) {
  listen(said);
  if (state_ == State::asked)
    if (auto answered = receive()) return answered;
  if (state_ == State::asked && clock_.now_s() >= until_s_) kill(no_answer(timeout_s_, budget_s_));
  std::optional<Reply> lost = buried();
  if (!lost) return std::nullopt;
  listen(said);
  if (!last_words_.empty()) lost->reason += "; last words: " + last_words_;
  return lost;
}

std::optional<Reply> Worker::receive() {
  std::array<char, 1 << 16> bytes{};
  const ssize_t got = recv(process_.channel(), bytes.data(), bytes.size(), MSG_DONTWAIT);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return std::nullopt;
  if (got <= 0) {
    state_ = State::leaving;
    until_s_ = clock_.now_s() + kEndingS;
    return std::nullopt;
  }
  try {
    answers_.feed({bytes.data(), static_cast<std::size_t>(got)});
    while (const auto line = answers_.next())
      if (reader_ && reader_->take(*line)) {
        Reply answered = reply(Reply::Kind::answered, "");
        answered.answer = std::move(reader_->answer());
        return answered;
      }
  } catch (const std::exception& error) {
    kill(std::string("its worker sent ") + error.what());
  }
  return std::nullopt;
}

void Worker::listen(const std::function<void(const std::string&)>& said) {
  std::array<char, 1 << 14> bytes{};
  pollfd watched{process_.messages(), POLLIN, 0};
  if (!listening_ || poll(&watched, 1, 0) <= 0) return;
  const ssize_t got = read(process_.messages(), bytes.data(), bytes.size());
  if (got < 0 && errno == EINTR) return;
  listening_ = got > 0;
  try {
    if (got > 0) messages_.feed({bytes.data(), static_cast<std::size_t>(got)});
    while (const auto line = messages_.next()) {
      if (line->empty()) continue;
      last_words_ = printable(*line);
      if (said) said(*line);
    }
  } catch (const std::exception&) {
    messages_ = LineBuffer(std::size_t{1} << 16);  // a line without end is not worth keeping
  }
}

void Worker::kill(const std::string& reason) {
  process_.end(0);
  reason_ = reason;
  state_ = State::dying;
  until_s_ = clock_.now_s() + patience_s_;
}

std::optional<Reply> Worker::buried() {
  const bool killed = state_ == State::dying;
  if (!killed && state_ != State::leaving) return std::nullopt;
  const std::optional<int> status = process_.wait(0);
  if (status) {
    Reply lost = reply(Reply::Kind::lost, killed ? reason_ : unasked_end(*status));
    if (killed) lost.killed_pid = process_.pid();
    return lost;
  }
  if (clock_.now_s() < until_s_) return std::nullopt;
  if (!killed) {
    kill("closed its channel without an answer");
    return std::nullopt;
  }
  Reply stuck =
      reply(Reply::Kind::lost, reason_ + "; it does not die of SIGKILL: stuck in the kernel");
  stuck.stuck = true;
  return stuck;
}

Reply Worker::reply(Reply::Kind kind, const std::string& reason) {
  state_ = State::idle;
  return {.kind = kind, .reason = reason, .from_s = asked_s_, .to_s = clock_.now_s()};
}

}  // namespace assay
