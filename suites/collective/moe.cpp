#include "suites/check.hpp"
#include "suites/collective/answer.hpp"
#include "suites/collective/sizes.hpp"
#include "suites/collective/timer.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

using Word = std::uint16_t;
constexpr ElementType kType = ElementType::bf16;

/// Tokens for an expert on each rank, the first expert being asked twice as often as the second,
/// three times as often as the third: what routers without a balancing loss tend to.
class Routing {
 public:
  Routing(std::int64_t tokens, int ranks) {
    double sum = 0;
    for (int expert = 0; expert < ranks; ++expert) sum += 1.0 / (1 + expert);
    std::int64_t offset = 0;
    for (int expert = 0; expert < ranks; ++expert) {
      const double share = 1.0 / (1 + expert) / sum;
      counts_.push_back(std::max<std::int64_t>(
          static_cast<std::int64_t>(share * static_cast<double>(tokens)), 1));
      offsets_.push_back(offset);
      offset += counts_.back();
    }
    total_ = offset;
  }
  [[nodiscard]] std::int64_t total() const { return total_; }
  [[nodiscard]] std::int64_t count(int expert) const { return counts_.at(index(expert)); }
  [[nodiscard]] std::int64_t offset(int expert) const { return offsets_.at(index(expert)); }
  /// What `rank` sends and receives: every rank's tokens are routed alike.
  [[nodiscard]] Shares shares_of(int rank) const {
    Shares shares{.send_counts = counts_, .send_offsets = offsets_};
    for (std::size_t from = 0; from < counts_.size(); ++from) {
      shares.receive_counts.push_back(count(rank));
      shares.receive_offsets.push_back(static_cast<std::int64_t>(from) * count(rank));
    }
    return shares;
  }

 private:
  static std::size_t index(int expert) { return static_cast<std::size_t>(expert); }
  std::vector<std::int64_t> counts_, offsets_;
  std::int64_t total_ = 0;
};

/// The tokens of this rank on their way to the experts.
class Dispatch {
 public:
  Dispatch(Exec& exec, const Context& context, std::int64_t tokens)
      : exec_(exec),
        ranks_(*context.ranks),
        routing_(tokens, ranks_.size()),
        shares_(routing_.shares_of(ranks_.rank())),
        all_(context.seed, ranks_.size(), ranks_.size(), largest_exact(kType), Reduction::maximum),
        sent_(exec.alloc<Word>(static_cast<std::size_t>(routing_.total()))),
        received_(exec.alloc<Word>(
            static_cast<std::size_t>(routing_.count(ranks_.rank()) * ranks_.size()))) {}

  void begin() { ranks_.all_to_all_v(sent_.data(), received_.data(), shares_, kType); }
  void check(double patience_s, Result& result) {
    exec_.for_each(received_.size(),
                   Put<Word, Constant<Word>>{received_.data(), {static_cast<Word>(0xFFFF)}});
    exec_.for_each(sent_.size(), Put<Word, Given>{sent_.data(), {all_, kType, ranks_.rank(), 0}});
    exec_.wait();
    begin();
    with_buffers(received_, [&] { ranks_.wait(patience_s); });
    const Delivered<Word> right{all_, kType, -1,
                                static_cast<std::size_t>(routing_.count(ranks_.rank())),
                                static_cast<std::size_t>(routing_.offset(ranks_.rank()))};
    record(result, "wrong token on rank " + std::to_string(ranks_.rank()),
           exec_.verify(received_, right), [&](std::size_t i) {
             return "element " + std::to_string(i) + " of rank " + std::to_string(right.sender(i));
           });
  }
  [[nodiscard]] std::vector<double> sample(CallTimer& timer, double seconds, Result& result) {
    return with_buffers(received_, [&] {
      return timer.sample(
          static_cast<double>(bytes()), seconds, [this] { begin(); }, result);
    });
  }
  /// Bytes that the busiest expert gets from other ranks.
  [[nodiscard]] double busiest_bytes() const {
    return static_cast<double>(routing_.count(0) * (ranks_.size() - 1)) * sizeof(Word);
  }
  [[nodiscard]] std::int64_t bytes() const {
    return routing_.total() * static_cast<std::int64_t>(sizeof(Word));
  }

 private:
  Exec& exec_;
  Communicator& ranks_;
  Routing routing_;
  Shares shares_;
  Contributions all_;
  Buffer<Word> sent_, received_;
};

/// What the busiest link gets through where experts are not asked equally often.
void moe(Exec& exec, const Context& context, Results& results) {
  if (!has_others(context, results)) return;
  Result& result = results.device();
  const std::int64_t most = agreed_bytes(exec, context) / context.ranks->size();
  const std::int64_t wanted = is_gpu(exec.facts()) ? 64 * kMiB : kMiB;
  Dispatch dispatch(exec, context, std::min(wanted, most) / std::int64_t{sizeof(Word)});
  CallTimer timer(exec, context);
  describe_ranks(exec, context, result);
  result.params["bytes"] = dispatch.bytes();
  result.params["type"] = std::string(name(kType));
  dispatch.check(timer.patience_s(), result);
  const std::vector<double> times = dispatch.sample(timer, 0.6 * context.seconds, result);
  dispatch.check(timer.patience_s(), result);
  result.metrics.push_back(sampled_metric("busiest_bandwidth", Unit::bytes_per_second,
                                          Better::higher,
                                          rates_of(times, dispatch.busiest_bytes())));
  result.metrics.push_back(sampled_metric("time", Unit::seconds, Better::lower, times));
}

}  // namespace

ASSAY_TEST(moe, .summary = "Tokens to experts that are not asked equally often",
           .seconds = {.standard = 10},
           .metrics = {{"busiest_bandwidth", Unit::bytes_per_second},
                       {"time", Unit::seconds, Better::lower}},
           .timed = true, .verified = true, .ranked = true);

}  // namespace assay::ASSAY_BACKEND
