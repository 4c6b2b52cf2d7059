#include <utility>

#include "core/error.hpp"
#include "kernels/digest/reference.hpp"
#include "kernels/host/ports.hpp"

namespace assay::host {
namespace {

/// Small: a scripted GPU stands beside seven others on a machine of two cores.
constexpr DigestShape kShape{.rows = 8, .columns = 16, .slices = 4, .chain = 4, .turns = 2};
static_assert(is_exact(kShape, NumberType::tf32) && is_exact(kShape, NumberType::fp16) &&
              is_exact(kShape, NumberType::bf16) && is_exact(kShape, NumberType::fp8_e4m3));

/// Data-centre Blackwell multiplies by tcgen05 alone.
std::vector<NumberType> types_of(std::string_view isa) {
  if (isa == "sm_100" || isa == "sm_103") return {};
  return {NumberType::tf32, NumberType::fp16, NumberType::bf16, NumberType::fp8_e4m3};
}

class TensorDigest final : public Digest {
 public:
  TensorDigest(Team& team, std::vector<std::string> names, std::string_view isa)
      : team_(team), names_(std::move(names)), types_(types_of(isa)) {}
  [[nodiscard]] const std::vector<NumberType>& types() const override { return types_; }
  [[nodiscard]] std::string kernel() const override {
    return types_.empty() ? kNoDigestKernel : "reference";
  }
  [[nodiscard]] std::size_t units() const override { return team_.size(); }
  [[nodiscard]] std::string unit_name(std::size_t u) const override { return names_.at(u); }
  [[nodiscard]] std::size_t rounds() const override { return 2; }
  [[nodiscard]] double operations_per_round(NumberType type) const override {
    return operations(kShape, type);
  }
  void run(const DigestWork& work, std::uint64_t* out) override {
    team_.run([&](std::size_t member) { out[member] = reference_digest(work, kShape); });
  }
  [[nodiscard]] std::optional<std::uint64_t> second_opinion(const DigestWork& work) override {
    if (work.operands == DigestOperands::random) return std::nullopt;
    return reference_digest(work, kShape);
  }

 private:
  Team& team_;
  std::vector<std::string> names_;
  std::vector<NumberType> types_;
};

}  // namespace

std::unique_ptr<Digest> make_tensor_digest(Team& team, std::vector<std::string> names,
                                           std::string_view isa) {
  return std::make_unique<TensorDigest>(team, std::move(names), isa);
}

}  // namespace assay::host
