#include "collectives/mpi/pieces.hpp"

#include <algorithm>
#include <string>

#include "core/error.hpp"

namespace assay {

std::vector<Piece> pieces(std::int64_t count, std::int64_t most) {
  if (count < 0) throw Error("a count of " + std::to_string(count) + " elements");
  if (most <= 0) throw Error("pieces of " + std::to_string(most) + " elements");
  std::vector<Piece> all;
  all.reserve(static_cast<std::size_t>(count / most) + 1);
  std::int64_t begin = 0;
  do {
    const std::int64_t here = std::min(most, count - begin);
    all.push_back({begin, here});
    begin += here;
  } while (begin < count);
  return all;
}

Blocks blocks(std::int64_t count) {
  constexpr std::int64_t kBlock = std::int64_t{1} << 30;
  if (count < 0 || count / kBlock > INT32_MAX)
    throw Error("a count of " + std::to_string(count) + " elements");
  return {static_cast<int>(count / kBlock), static_cast<int>(kBlock),
          static_cast<int>(count % kBlock)};
}

}  // namespace assay
