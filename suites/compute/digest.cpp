#include "kernels/digest.hpp"

#include <string>
#include <vector>

#include "core/stats.hpp"
#include "suites/check.hpp"
#include "suites/compute/vote.hpp"
#include "suites/test.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

struct Vote {
  const std::uint64_t* votes;
  ASSAY_HD std::uint64_t operator()(std::size_t i) const { return votes[i]; }
};

/// Digests of every repeat of every unit, kept until they are counted.
class Ballot {
 public:
  Ballot(Exec& exec, Result& result, std::uint64_t seed, std::size_t rounds)
      : exec_(exec),
        result_(result),
        seed_(seed),
        rounds_(rounds),
        units_(exec.digest().units()),
        votes_(exec.template alloc<std::uint64_t>(kRepeats * units_)) {}

  /// One more repeat on every unit.
  void repeat() {
    if (used_ == kRepeats) count();
    exec_.digest().run(seed_, rounds_, votes_.data() + used_ * units_);
    ++used_;
    ++repeats_;
  }

  /// Holds every vote since the last count against the majority of them, the second opinion
  /// included.
  void count() {
    const auto cast = exec_.template alloc<std::uint64_t>(used_ * units_);
    exec_.for_each(cast.size(), Put<std::uint64_t, Vote>{cast.data(), {votes_.data()}});
    auto votes = exec_.to_host(cast);
    const auto opinion = exec_.digest().second_opinion(seed_, rounds_);
    if (opinion) votes.push_back(*opinion);
    const auto right = majority(votes);
    if (!right)
      result_.defects.push_back({"units disagree and neither side has a majority", "all units", "",
                                 "", "", votes.size()});
    const Constant<std::uint64_t> elected{right.value_or(votes.front())};
    record(result_, "a digest that differs from the others",
           exec_.verify(cast, Exactly<Constant<std::uint64_t>>{elected}), [this](std::size_t i) {
             return exec_.digest().unit_name(i % units_) + ", repeat " +
                    std::to_string(repeats_ - used_ + i / units_);
           });
    used_ = 0;
  }
  [[nodiscard]] std::size_t repeats() const { return repeats_; }

 private:
  static constexpr std::size_t kRepeats = 4096;
  Exec& exec_;
  Result& result_;
  std::uint64_t seed_;
  std::size_t rounds_, units_;
  Buffer<std::uint64_t> votes_;
  std::size_t used_ = 0, repeats_ = 0;
};

void digest(Exec& exec, const Context& context, Results& results) {
  constexpr std::size_t rounds = 8;
  Result& result = results.device();
  Ballot ballot(exec, result, context.seed, rounds);
  const auto units = static_cast<double>(exec.digest().units());
  const double operations = exec.digest().operations_per_round() * rounds * units;
  const Sampled sampled =
      exec.sample({.seconds = 0.8 * context.seconds}, {0, operations}, [&] { ballot.repeat(); });
  ballot.count();

  result.params["rounds"] = static_cast<std::int64_t>(rounds);
  result.params["repeats"] = static_cast<std::int64_t>(ballot.repeats());
  result.params["units"] = static_cast<std::int64_t>(exec.digest().units());
  result.facts["isa"] = exec.facts().isa;
  result.steady = sampled.steady;
  result.metrics.push_back(
      sampled_metric("rate", Unit::ops, Better::higher, rates(sampled, operations)));
}

}  // namespace

ASSAY_TEST(digest,
           .summary = "the same exact work on every core, compared by vote: silent corruption",
           .seconds = {.quick = 3, .standard = 60, .burnin = 600}, .metrics = {{"rate", Unit::ops}},
           .timed = true, .verified = true);

}  // namespace assay::ASSAY_BACKEND
