#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "suites/burnin/work.hpp"
#include "suites/compute/ballot.hpp"

namespace assay::ASSAY_BACKEND {

/// Element i of what was noted.
struct Noted {
  const unsigned long long* from;
  ASSAY_HD unsigned long long operator()(std::size_t i) const { return from[i]; }
};

/// The hunt for silent corruption that runs through a burn, in two ways at each pass: every unit
/// does the same digest work and they vote, which names the unit; and the product that the load
/// repeats must have the same bits as the first time.
template <NumberType kType>
class Hunt {
 public:
  Hunt(Exec& exec, const Context& context, Result& result, ProductWork<kType>& product)
      : exec_(exec),
        result_(result),
        product_(product),
        digests_(exec.template alloc<unsigned long long>(kMost)) {
    const auto& types = exec.digest().types();
    if (types.empty()) {
      result.facts["hunt"] = "no votes: " + exec.digest().kernel();
      return;
    }
    // One type a stint: the right answer of each takes a CPU some tenths of a second.
    const double number = std::round(context.stint.from_s / context.seconds);
    type_ = types[static_cast<std::size_t>(number) % types.size()];
    exact_.emplace(exec, result, work(DigestOperands::exact, context.seed));
    random_.emplace(exec, result, work(DigestOperands::random, context.seed));
  }

  /// Seconds that it took, on the device's clock.
  double pass() {
    if (used_ == kMost) count();
    const double seconds =
        exec_.time(digest_cost(), [&] { product_.digest(digests_.data() + used_); });
    ++used_;
    ++passes_;
    return seconds + (exact_ ? exact_->repeat() + random_->repeat() : 0);
  }

  /// Turns what differs into defects.
  void conclude() {
    count();
    result_.params["hunt_type"] = exact_ ? std::string(name(type_)) : "none";
    if (!exact_) return;
    exact_->count();
    random_->count();
    const auto missing = exact_->missing().size() + random_->missing().size();
    if (missing == 0 || !result_.defects.empty()) return;
    result_.outcome = Outcome::error;
    result_.reason = "units were given no work by the hunt: " + std::to_string(missing);
  }
  [[nodiscard]] std::size_t passes() const { return passes_; }

 private:
  static constexpr std::size_t kMost = 256;

  [[nodiscard]] DigestWork work(DigestOperands operands, std::uint64_t seed) const {
    return {type_, operands, seed, exec_.digest().rounds()};
  }
  [[nodiscard]] Cost digest_cost() const {
    const auto n = static_cast<double>(product_.side());
    return {n * n * sizeof(typename GemmTypes<kType>::Result), 0};
  }

  void count() {
    if (used_ == 0) return;
    std::vector<unsigned long long> digests = exec_.to_host(digests_);
    digests.resize(used_);
    if (!first_) first_ = digests.front();
    const auto seen = exec_.template alloc<unsigned long long>(used_);
    exec_.for_each(used_, Put<unsigned long long, Noted>{seen.data(), {digests_.data()}});
    record(result_, "the product of the same operands has other bits than the first time",
           exec_.verify(seen, Exactly<Constant<unsigned long long>>{{*first_}}),
           [this](std::size_t i) { return "pass " + std::to_string(passes_ - used_ + i + 1); });
    used_ = 0;
  }

  Exec& exec_;
  Result& result_;
  ProductWork<kType>& product_;
  Buffer<unsigned long long> digests_;
  std::optional<unsigned long long> first_;
  std::size_t used_ = 0, passes_ = 0;
  NumberType type_ = kType;
  std::optional<Ballot> exact_, random_;
};

}  // namespace assay::ASSAY_BACKEND
