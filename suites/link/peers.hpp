#pragma once
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "kernels/peers.hpp"
#include "suites/link/copy.hpp"
#ifdef __CUDACC__
#include "kernels/cuda/peers.hpp"
#else
#include "kernels/host/peers.hpp"
#endif

// What the tests between GPUs have in common.

namespace assay::ASSAY_BACKEND {

/// All GPUs of the node, with memory to copy from and to on each.
class Party {
 public:
  /// `n` words in each buffer.
  Party(const Context& context, std::size_t n) : n_(n), context_(context) {
    for (Device* device : context.devices) members_.push_back(static_cast<Exec*>(device));
    peers_ = make_peers(members_);
    for (std::size_t k = 0; k < members_.size(); ++k) {
      sources_.push_back(members_[k]->template alloc<LinkWord>(n));
      members_[k]->for_each(n, Put<LinkWord, Payload>{sources_[k].data(), sent_by(k)});
      members_[k]->wait();  // others read it in an order of their own
    }
  }
  [[nodiscard]] std::size_t size() const { return members_.size(); }
  [[nodiscard]] Exec& operator[](std::size_t k) const { return *members_[k]; }
  [[nodiscard]] Peers& peers() const { return *peers_; }
  [[nodiscard]] double bytes() const { return static_cast<double>(n_ * sizeof(LinkWord)); }
  [[nodiscard]] std::string name(std::size_t k) const {
    const Subject& subject = members_[k]->facts().subject;
    return "gpu" + std::to_string(subject.index.value_or(static_cast<std::int64_t>(k)));
  }
  /// What member k has to send: no two send the same.
  [[nodiscard]] Payload sent_by(std::size_t k) const {
    return {context_.data, context_.seed + (static_cast<std::uint64_t>(k) << 32)};
  }

  /// Times transfers from each `first` to its `second`, all at once, on the clock of `timer`, and
  /// checks what arrived.
  Sampled exchange(std::size_t timer, Mover mover, Direction direction,
                   const std::vector<std::pair<std::size_t, std::size_t>>& pairs, double seconds,
                   Result& result) const {
    std::vector<Buffer<LinkWord>> targets;
    std::vector<Transfer> transfers;
    for (const auto& [from, to] : pairs) {
      targets.push_back(members_[to]->template alloc<LinkWord>(n_));
      transfers.push_back(
          {from, to, targets.back().data(), sources_[from].data(), n_ * sizeof(LinkWord)});
    }
    for (const auto& pair : pairs) members_[pair.second]->wait();  // poisoned, before others write
    const double all = bytes() * static_cast<double>(pairs.size());
    const Sampled sampled = members_[timer]->sample({.seconds = seconds}, link_cost(all), [&] {
      peers_->copy(timer, mover, direction, transfers);
    });
    for (std::size_t k = 0; k < pairs.size(); ++k)
      check_arrival(*members_[pairs[k].second], result,
                    "wrong word from " + name(pairs[k].first) + " to " + name(pairs[k].second) +
                        ' ' + mover_text(mover),
                    targets[k], sent_by(pairs[k].first));
    result.steady = result.steady.value_or(true) && sampled.steady;
    return sampled;
  }

 private:
  std::size_t n_;
  const Context& context_;
  std::vector<Exec*> members_;
  std::unique_ptr<Peers> peers_;
  std::vector<Buffer<LinkWord>> sources_;
};

/// Words in each buffer: enough for a copy of a millisecond over the fastest links there are.
inline std::size_t peer_words(const Context& context) {
  const std::int64_t bytes = context.bytes > 0 ? context.bytes / 16 : std::int64_t{256} << 20;
  return std::max<std::size_t>(static_cast<std::size_t>(bytes) / sizeof(LinkWord) / 512 * 512, 512);
}

inline constexpr const char* kNeedsTwo = "this node has one GPU: there is no link between GPUs";

/// A bandwidth over all that `pairs` sent.
inline Metric peer_metric(const char* metric, const Sampled& sampled, double bytes) {
  return sampled_metric(metric, Unit::bytes_per_second, Better::higher, rates(sampled, bytes));
}

/// Which way the transfers between one GPU and all others go.
enum class Flow { to_one, from_one };

/// Each GPU in turn with all others at once: the sum of what passes it.
inline void measure_hubs(const Context& context, Results& results, Flow flow) {
  if (context.devices.size() < 2) return results.absent(kNeedsTwo);
  const Party party(context, peer_words(context));
  const double seconds = 0.7 * context.seconds / static_cast<double>(party.size());
  for (std::size_t one = 0; one < party.size(); ++one) {
    std::vector<std::pair<std::size_t, std::size_t>> pairs;
    for (std::size_t other = 0; other < party.size(); ++other)
      if (other != one)
        pairs.push_back(flow == Flow::to_one ? std::pair(other, one) : std::pair(one, other));
    Result& result = results.about(party[one].facts().subject);
    const Sampled sampled =
        party.exchange(one, Mover::copy_engine, Direction::write, pairs, seconds, result);
    result.params["peers"] = static_cast<std::int64_t>(pairs.size());
    result.params["buffer_bytes"] = static_cast<std::int64_t>(party.bytes());
    result.metrics.push_back(
        peer_metric("bandwidth", sampled, party.bytes() * static_cast<double>(pairs.size())));
  }
}

}  // namespace assay::ASSAY_BACKEND
