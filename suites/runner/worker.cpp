#include "suites/runner/worker.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
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

int milliseconds(double seconds) {
  return static_cast<int>(std::ceil(std::clamp(seconds, 0.0, 60.0) * 1e3));
}

/// A line as it may stand in a report, whatever a dying process printed.
std::string printable(std::string_view line) {
  std::string text(line.substr(0, kMostLastWords));
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
  return text;
}

}  // namespace

/// One job and its answer on their way.
struct Worker::Exchange {
  AnswerReader reader;
  double patience_s;
};

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

Reply Worker::ask(const Job& job, double timeout_s, double patience_s, const ResultCodec& codec,
                  const Waiting& waiting) {
  last_words_.clear();
  if (!send(encode(job))) return killed("its worker took no job", patience_s);
  Exchange exchange{AnswerReader(job.test, job.opens, codec), patience_s};
  const double asked_s = clock_.now_s();
  for (;;) {
    const double left_s = asked_s + timeout_s - clock_.now_s();
    if (left_s <= 0) return killed(no_answer(timeout_s, job.seconds), patience_s);
    std::array<pollfd, 3> watched{{{process_.channel(), POLLIN, 0},
                                   {listening_ ? process_.messages() : -1, POLLIN, 0},
                                   {waiting.stop_fd, POLLIN, 0}}};
    poll(watched.data(), watched.size(), milliseconds(std::min(left_s, waiting.tick_s)));
    if (watched[2].revents != 0) {
      process_.end(patience_s);
      return {.kind = Reply::Kind::interrupted};
    }
    if (watched[1].revents != 0) listen(waiting);
    if (watched[0].revents != 0)
      if (std::optional<Reply> reply = receive(exchange)) {
        if (reply->kind == Reply::Kind::lost) {
          listen(waiting);
          reply->reason = with_last_words(reply->reason);
        }
        return *reply;
      }
    if (waiting.tick) waiting.tick();
  }
}

std::optional<Reply> Worker::receive(Exchange& exchange) {
  std::array<char, 1 << 16> bytes{};
  const ssize_t got = recv(process_.channel(), bytes.data(), bytes.size(), MSG_DONTWAIT);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return std::nullopt;
  if (got <= 0) return ended();
  try {
    answers_.feed({bytes.data(), static_cast<std::size_t>(got)});
    while (const auto line = answers_.next())
      if (exchange.reader.take(*line))
        return Reply{.kind = Reply::Kind::answered, .answer = std::move(exchange.reader.answer())};
  } catch (const std::exception& error) {
    return killed(std::string("its worker sent ") + error.what(), exchange.patience_s);
  }
  return std::nullopt;
}

void Worker::listen(const Waiting& waiting) {
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
      if (waiting.said) waiting.said(*line);
    }
  } catch (const std::exception&) {
    messages_ = LineBuffer(std::size_t{1} << 16);  // a line without end is not worth keeping
  }
}

Reply Worker::ended() {
  const std::optional<int> status = process_.wait(kEndingS);
  if (!status) return killed("closed its channel without an answer", kEndingS);
  std::string reason = describe_status(*status);
  if (reason == "killed by SIGKILL")
    reason += ", but not by assay: by the kernel for want of memory, or by a person";
  else if (!reason.starts_with("killed"))
    reason += " without an answer";
  return {.kind = Reply::Kind::lost, .reason = std::move(reason)};
}

Reply Worker::killed(const std::string& reason, double patience_s) {
  Reply reply{.kind = Reply::Kind::lost, .reason = reason};
  if (!process_.end(patience_s)) {
    reply.stuck = true;
    reply.reason += "; it does not die of SIGKILL: stuck in the kernel";
  }
  return reply;
}

std::string Worker::with_last_words(const std::string& reason) const {
  return last_words_.empty() ? reason : reason + "; last words: " + last_words_;
}

void Worker::dismiss(double patience_s) {
  process_.close_channel();
  if (!process_.wait(patience_s)) process_.end(0);
}

}  // namespace assay
