#pragma once
#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kernels/digest.hpp"
#include "suites/check.hpp"
#include "suites/compute/vote.hpp"
#include "suites/test.hpp"

namespace assay::ASSAY_BACKEND {

/// Element i of what was voted; a vote that was not given reads as the one expected.
struct VoteOr {
  const std::uint64_t* votes;
  std::uint64_t expected;
  ASSAY_HD std::uint64_t operator()(std::size_t i) const {
    return votes[i] == Digest::kNoVote ? expected : votes[i];
  }
};

/// Does one piece of digest work again and again on every unit, keeps the votes until they are
/// counted, and names every unit that differs.
class Ballot {
 public:
  /// `exec` and `result`, which gets the defects, must outlive it.
  Ballot(Exec& exec, Result& result, const DigestWork& work)
      : exec_(exec),
        result_(result),
        work_(work),
        units_(exec.digest().units()),
        opinion_(exec.digest().second_opinion(work)),
        votes_(exec.template alloc<std::uint64_t>(kRepeats * units_)) {}

  /// One more repeat on every unit. Seconds that it took.
  double repeat() {
    if (used_ == kRepeats) count();
    std::uint64_t* out = votes_.data() + used_ * units_;
    const double seconds = exec_.time({0, operations()}, [&] { exec_.digest().run(work_, out); });
    ++used_;
    ++repeats_;
    return seconds;
  }

  /// Holds every vote since the last count against the majority of them, and the majority against
  /// the second opinion: units that are all wrong in the same way agree.
  void count() {
    if (used_ == 0) return;
    std::vector<std::uint64_t> votes = exec_.to_host(votes_);
    votes.resize(used_ * units_);
    note_missing(votes);
    std::erase(votes, Digest::kNoVote);
    elected_ = majority(votes);
    const auto right = elected_ ? elected_ : opinion_;
    if (!right && !votes.empty())
      defect("units disagree and neither side has a majority", votes.size());
    if (elected_ && opinion_ && *elected_ != *opinion_)
      defect("most units agree on a digest that is not what the same work gives done another way",
             votes.size(), text_of(*opinion_), text_of(*elected_));
    if (right) hold_against(*right);
    used_ = 0;
  }

  [[nodiscard]] double operations() const {
    return exec_.digest().operations_per_round(work_.type) *
           static_cast<double>(work_.rounds * units_);
  }
  [[nodiscard]] const DigestWork& work() const { return work_; }
  [[nodiscard]] std::size_t repeats() const { return repeats_; }
  /// What the last count elected.
  [[nodiscard]] std::optional<std::uint64_t> elected() const { return elected_; }
  /// Units that did not do their work in some repeats, and in how many.
  [[nodiscard]] const std::map<std::size_t, std::size_t>& missing() const { return missing_; }

 private:
  static constexpr std::size_t kRepeats = 1024;
  static constexpr std::size_t kShown = 4;  ///< of a count, so that every type finds room

  void note_missing(const std::vector<std::uint64_t>& votes) {
    for (std::size_t i = 0; i < votes.size(); ++i)
      if (votes[i] == Digest::kNoVote) ++missing_[i % units_];
  }

  [[nodiscard]] std::string about() const {
    return std::string(name(work_.type)) +
           (work_.operands == DigestOperands::exact ? ", exact operands, seed "
                                                    : ", random operands, seed ") +
           std::to_string(work_.seed);
  }

  void defect(const std::string& what, std::size_t votes, const std::string& expected = "",
              const std::string& actual = "") {
    result_.defects.push_back({what, "all units, " + about(), expected, actual, "", votes});
  }

  void hold_against(std::uint64_t expected) {
    const auto cast = exec_.template alloc<std::uint64_t>(used_ * units_);
    exec_.for_each(cast.size(), Put<std::uint64_t, VoteOr>{cast.data(), {votes_.data(), expected}});
    auto found = exec_.verify(cast, Exactly<Constant<std::uint64_t>>{{expected}});
    found.kept = std::min(found.kept, kShown);
    record(result_, "a digest that differs from the others", found, [this](std::size_t i) {
      return exec_.digest().unit_name(i % units_) + ", repeat " +
             std::to_string(repeats_ - used_ + i / units_) + ", " + about();
    });
  }

  Exec& exec_;
  Result& result_;
  DigestWork work_;
  std::size_t units_;
  std::optional<std::uint64_t> opinion_, elected_;
  Buffer<std::uint64_t> votes_;
  std::size_t used_ = 0, repeats_ = 0;
  std::map<std::size_t, std::size_t> missing_;
};

}  // namespace assay::ASSAY_BACKEND
