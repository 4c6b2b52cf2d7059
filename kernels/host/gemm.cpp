#include "kernels/gemm.hpp"

#include <algorithm>
#include <cstdlib>

#include "core/error.hpp"
#include "core/shared_library.hpp"
#include "kernels/host/blas_module.hpp"
#include "kernels/host/ports.hpp"

namespace assay::host {
namespace {

/// The team's members as a grid over C, as near to square tiles as their number allows: each member
/// reads as few rows of A and B as possible.
struct Grid {
  std::size_t down, across;
};
Grid grid_of(std::size_t members) {
  std::size_t across = 1;
  for (std::size_t divisor = 1; divisor * divisor <= members; ++divisor)
    if (members % divisor == 0) across = divisor;
  return {members / across, across};
}

std::size_t cut(std::size_t n, std::size_t k, std::size_t parts) {
  constexpr std::size_t grain =
      16;  // rows and columns of the kernels inside OpenBLAS come in such numbers
  return k == parts ? n : n / grain * k / parts * grain;
}

/// Pieces that a tile of C is cut into along one side: small enough that no member waits long for
/// another that a neighbour or an interrupt holds up, large enough that OpenBLAS, which rearranges
/// both operands of each piece, loses little.
std::size_t pieces_along(std::size_t n, std::size_t smallest) {
  constexpr std::size_t most = 4;
  return std::clamp<std::size_t>(n / smallest, 1, most);
}
constexpr std::size_t kRows = 256, kColumns = 512;  // of a piece at least, where there are so many

/// OpenBLAS on one thread for each member of the team, a tile of C each, in pieces. Its own threads
/// are not used: they would inherit one member's binding and share that core, and the pages of C
/// would not lie where they work.
class HostGemm final : public Gemm {
 public:
  HostGemm(Team& team, const AssayBlas& blas)
      : team_(team), blas_(blas), grid_(grid_of(team.size())) {}
  [[nodiscard]] bool supports(NumberType type) const noexcept override {
    return type == NumberType::fp64 || type == NumberType::fp32;
  }
  [[nodiscard]] std::string library() const override {
    const std::string config = blas_.config();  // "OpenBLAS 0.3.21 NO_LAPACKE ..."
    const auto end = config.find(' ', config.find(' ') + 1);
    return config.substr(0, end) + " " + blas_.variant();
  }
  void multiply(NumberType type, const GemmShape& shape, const void* a, const void* b,
                void* c) override {
    if (type == NumberType::fp64)
      tiles(blas_.fp64, shape, static_cast<const double*>(a), static_cast<const double*>(b),
            static_cast<double*>(c));
    else if (type == NumberType::fp32)
      tiles(blas_.fp32, shape, static_cast<const float*>(a), static_cast<const float*>(b),
            static_cast<float*>(c));
    else
      throw Error("this host device has no GEMM in " + std::string(name(type)));
  }

 private:
  template <class F, class T>
  void tiles(F tile, const GemmShape& shape, const T* a, const T* b, T* c) {
    const std::size_t rows = pieces_along(shape.rows / grid_.down, kRows);
    const std::size_t columns = pieces_along(shape.columns / grid_.across, kColumns);
    const std::size_t all_rows = grid_.down * rows;
    const std::size_t all_columns = grid_.across * columns;
    team_.run_pieces(team_.size() * rows * columns, [&](std::size_t piece) {
      const std::size_t member = piece / (rows * columns);
      const std::size_t down = member / grid_.across * rows + piece % (rows * columns) / columns;
      const std::size_t across = member % grid_.across * columns + piece % columns;
      const std::size_t top = cut(shape.rows, down, all_rows);
      const std::size_t left = cut(shape.columns, across, all_columns);
      const std::size_t height = cut(shape.rows, down + 1, all_rows) - top;
      const std::size_t width = cut(shape.columns, across + 1, all_columns) - left;
      if (height == 0 || width == 0) return;
      tile(height, width, shape.inner, a + top * shape.inner, b + left * shape.inner,
           c + top * shape.columns + left, shape.columns);
    });
  }

  Team& team_;
  const AssayBlas& blas_;
  Grid grid_;
};

/// OpenBLAS in its types, plain loops in those that only GPUs have.
class StandInGemm final : public Gemm {
 public:
  StandInGemm(std::unique_ptr<Gemm> fast, std::unique_ptr<Gemm> plain)
      : fast_(std::move(fast)), plain_(std::move(plain)) {}
  [[nodiscard]] bool supports(NumberType type) const noexcept override {
    return fast_->supports(type) || plain_->supports(type);
  }
  [[nodiscard]] std::string library() const override {
    return fast_->library() + ", " + plain_->library();
  }
  void multiply(NumberType type, const GemmShape& shape, const void* a, const void* b,
                void* c) override {
    (fast_->supports(type) ? fast_ : plain_)->multiply(type, shape, a, b, c);
  }

 private:
  std::unique_ptr<Gemm> fast_, plain_;
};

/// A processor that is younger than the library gets kernels of twenty years ago (Prescott), 15
/// times slower. These two variants are in every build for x86-64 and are what its own choice ends
/// at on the others.
const char* variant_for(Isa isa) {
  switch (isa) {
    case Isa::avx512:
      return "SkylakeX";
    case Isa::avx2:
      return "Haswell";
    case Isa::baseline:
      break;
  }
  return nullptr;
}

}  // namespace

std::unique_ptr<Gemm> make_gemm(Team& team, Isa isa, bool stands_in_for_gpu) {
  // Read when OpenBLAS is loaded. The team's threads wait for work and read no environment.
  setenv("OPENBLAS_NUM_THREADS", "1",
         1);  // or it starts a thread for every CPU that then never works
  const char* variant = variant_for(isa);
  if (variant != nullptr) setenv("OPENBLAS_CORETYPE", variant, 0);
  const SharedLibrary module(module_path("blas").string());
  auto fast = std::make_unique<HostGemm>(team, *module.symbol<AssayOpenBlas>(kAssayOpenBlas)());
  if (!stands_in_for_gpu) return fast;
  return std::make_unique<StandInGemm>(std::move(fast), make_reference_gemm(team));
}

}  // namespace assay::host
