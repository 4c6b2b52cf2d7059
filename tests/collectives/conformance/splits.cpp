#include "tests/collectives/conformance/checks.hpp"
#include "tests/collectives/conformance/data.hpp"

namespace assay::conformance {
namespace {

/// The sum of 10^digit over the ranks of `communicator`, whose digits all differ: who is in it.
std::int64_t members(Rank& rank, Communicator& communicator, int digit) {
  Elements data(rank, ElementType::int64, 1);
  std::int64_t mine = 1;
  for (int i = 0; i < digit; ++i) mine *= 10;
  data.set_integer(0, mine);
  communicator.all_reduce(data.data(), data.data(), 1, ElementType::int64, Reduction::sum);
  communicator.wait(kPatienceS);
  return data.get_integer(0);
}

/// What members() must give for the ranks of 0 to size - 1 whose colour is `colour`.
std::int64_t members_of(int colour, int size, const std::function<int(int)>& colour_of) {
  std::int64_t sum = 0;
  std::int64_t power = 1;
  for (int rank = 0; rank < size; ++rank, power *= 10)
    if (colour_of(rank) == colour) sum += power;
  return sum;
}

void split_by(Rank& rank, const std::function<int(int)>& colour_of) {
  const int colour = colour_of(rank.rank());
  const auto part = rank.communicator.split(colour, kPatienceS);
  rank.expect((part == nullptr) == (colour < 0), "a colour below 0 has no part, others have one");
  const std::int64_t all = members_of(0, rank.size(), [](int) { return 0; });
  if (part) {
    int before = 0;
    for (int other = 0; other < rank.rank(); ++other) before += colour_of(other) == colour ? 1 : 0;
    rank.expect(part->rank() == before, "the ranks of a part are not in their order");
    rank.expect(members(rank, *part, rank.rank()) == members_of(colour, rank.size(), colour_of),
                "the part has others in it");
  }
  rank.expect(members(rank, rank.communicator, rank.rank()) == all,
              "the whole is not the same after a split");
  if (part)
    rank.expect(members(rank, *part, rank.rank()) == members_of(colour, rank.size(), colour_of),
                "the part changed while the whole was used");
}

}  // namespace

void splits(Rank& rank) {
  const int last = rank.size() - 1;
  split_by(rank, [](int) { return 0; });
  split_by(rank, [](int r) { return r % 2; });
  split_by(rank, [](int r) { return r; });
  split_by(rank, [last](int r) { return r == last ? -1 : 7; });
  split_by(rank, [](int) { return -1; });
  const auto part = rank.communicator.split(rank.rank() % 2, kPatienceS);
  Rank inner{*part, rank.allocate, {}};
  split_by(inner, [](int r) { return r / 2; });
  for (const std::string& complaint : inner.complaints)
    rank.expect(false, "within a part: " + complaint);
}

}  // namespace assay::conformance
