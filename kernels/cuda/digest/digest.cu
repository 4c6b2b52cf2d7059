#include "kernels/digest.hpp"

#include <algorithm>

#include "kernels/cuda/digest/hunt.hpp"
#include "kernels/cuda/ports.hpp"
#include "kernels/cuda/status.hpp"
#include "kernels/digest/reference.hpp"

namespace assay::cuda {
namespace {

std::vector<NumberType> types_of(Bodies bodies) {
  using enum NumberType;
  switch (bodies) {
    case Bodies::none:
      return {};
    case Bodies::mma_sync:
      return {tf32, fp16, bf16};
    case Bodies::mma_sync_fp8:
    case Bodies::wgmma:
      return {tf32, fp16, bf16, fp8_e4m3};
  }
  return {};
}

std::string kernel_name(Bodies bodies) {
  const char* instruction = bodies == Bodies::wgmma ? "wgmma" : "mma.sync";
  if (bodies == Bodies::none) return kNoDigestKernel;
  const DigestShape shape = hunt_shape(bodies, NumberType::bf16);
  return std::string(instruction) + ", 128 x 128, " + std::to_string(shape.slices) + " slices";
}

/// An array in device memory that holds `values`.
template <class T>
Memory uploaded(const std::vector<T>& values) {
  Memory memory = allocate(values.size() * sizeof(T));
  require(status(cudaMemcpy(memory.get(), values.data(), values.size() * sizeof(T),
                            cudaMemcpyHostToDevice)),
          "cudaMemcpy to the device");
  return memory;
}

class CudaDigest final : public Digest {
 public:
  CudaDigest(cudaStream_t stream, unsigned blocks, std::optional<std::int64_t> wrong_unit)
      : stream_(stream),
        survey_(survey(stream, blocks)),
        types_(types_of(survey_.bodies)),
        wrong_unit_(static_cast<int>(wrong_unit.value_or(-1))),
        last_launch_(uploaded(std::vector<unsigned>(blocks, 0))) {
    if (survey_.sms.size() != blocks)
      throw Error("of " + std::to_string(blocks) + " SMs only " +
                  std::to_string(survey_.sms.size()) +
                  " were given a block: something else is using the device");
    std::vector<int> units(survey_.sm_numbers, -1);
    for (std::size_t u = 0; u < survey_.sms.size(); ++u)
      units.at(survey_.sms[u]) = static_cast<int>(u);
    unit_of_sm_ = uploaded(units);
  }
  [[nodiscard]] const std::vector<NumberType>& types() const override { return types_; }
  [[nodiscard]] std::string kernel() const override { return kernel_name(survey_.bodies); }
  [[nodiscard]] std::size_t units() const override { return survey_.sms.size(); }
  [[nodiscard]] std::string unit_name(std::size_t u) const override {
    return "SM " + std::to_string(survey_.sms.at(u));
  }
  [[nodiscard]] std::size_t rounds() const override { return 64; }
  [[nodiscard]] double operations_per_round(NumberType type) const override {
    return operations(hunt_shape(survey_.bodies, type), type);
  }
  void run(const DigestWork& work, std::uint64_t* out) override {
    demand(work.type);
    require(status(cudaMemsetAsync(out, 0xFF, units() * sizeof *out, stream_)), "cudaMemsetAsync");
    launch_hunt(stream_, static_cast<unsigned>(units()), survey_.bodies, work.type,
                {.seed = work.seed,
                 .rounds = static_cast<unsigned>(work.rounds),
                 .patterns = operand_patterns(work.type, work.operands),
                 .unit_of_sm = static_cast<const int*>(unit_of_sm_.get()),
                 .last_launch = static_cast<unsigned*>(last_launch_.get()),
                 .launch = ++launches_,
                 .wrong_unit = wrong_unit_,
                 .out = out});
  }
  [[nodiscard]] std::optional<std::uint64_t> second_opinion(const DigestWork& work) override {
    demand(work.type);
    if (work.operands == DigestOperands::random) return std::nullopt;
    return reference_digest(work, hunt_shape(survey_.bodies, work.type));
  }

 private:
  void demand(NumberType type) const {
    if (std::find(types_.begin(), types_.end(), type) == types_.end())
      throw Error("no digest in " + std::string(name(type)) + " on this device");
  }

  static_assert(kNoVote == ~std::uint64_t{0}, "what cudaMemset leaves");
  cudaStream_t stream_;
  Survey survey_;
  std::vector<NumberType> types_;
  int wrong_unit_;
  unsigned launches_ = 0;
  Memory last_launch_, unit_of_sm_;
};

}  // namespace

std::unique_ptr<Digest> make_digest(cudaStream_t stream, int units, const Script& script) {
  return std::make_unique<CudaDigest>(stream, static_cast<unsigned>(units), script.wrong_unit);
}

}  // namespace assay::cuda
