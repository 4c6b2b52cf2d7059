#include <cmath>

#include "tests/collectives/conformance/checks.hpp"
#include "tests/collectives/conformance/data.hpp"

namespace assay::conformance {
namespace {

/// None, one, a few more than a vector of anything, and enough for several rounds of a ring.
constexpr std::int64_t kCounts[] = {0, 1, 13, 1003};

struct Case {
  ElementType type;
  Reduction reduction;
  std::int64_t count;
  bool in_place;

  [[nodiscard]] std::string text() const {
    return std::string(name(type)) + ' ' + std::string(name(reduction)) + " of " +
           std::to_string(count) + (in_place ? " in place" : "");
  }
};

void for_each_case(const std::function<void(const Case&)>& f) {
  for (ElementType type : kElementTypes)
    for (Reduction reduction : kReductions)
      for (std::int64_t count : kCounts)
        for (bool in_place : {false, true}) f({type, reduction, count, in_place});
}

void fill(Elements& elements, const Rank& rank, const Case& c) {
  for (std::int64_t i = 0; i < elements.count(); ++i)
    elements.set(i, term(c.type, c.reduction, rank.size(), rank.rank(), i));
}

/// Element `index` of the operands became element `at` of `got`.
void expect_outcome(Rank& rank, const Case& c, const Elements& got, std::int64_t at,
                    std::int64_t index) {
  const double want = outcome(c.type, c.reduction, rank.size(), index);
  const double found = got.get(at);
  // Not >, which NaN would slip through.
  if (std::fabs(found - want) <= tolerance(c.type, c.reduction, rank.size(), want)) return;
  rank.complain(c.text() + ": element " + std::to_string(index) + " is " + std::to_string(found) +
                ", not " + std::to_string(want));
}

void expect_operands(Rank& rank, const Case& c, const Elements& send) {
  for (std::int64_t i = 0; i < send.count(); ++i)
    if (send.get(i) != term(c.type, c.reduction, rank.size(), rank.rank(), i))
      rank.complain(c.text() + ": the operands were written to");
}

void reduce_to(Rank& rank, const Case& c, int root) {
  Elements send(rank, c.type, c.count);
  const Elements other(rank, c.type, c.count);
  fill(send, rank, c);
  const Elements& receive = c.in_place ? send : other;
  rank.communicator.reduce(send.data(), receive.data(), c.count, c.type, c.reduction, root);
  rank.wait();
  for (std::int64_t i = 0; i < c.count; ++i) {
    if (rank.rank() == root)
      expect_outcome(rank, c, receive, i, i);
    else if (!c.in_place && !receive.untouched(i))
      rank.complain(c.text() + ": written beside the root");
  }
  if (!c.in_place) expect_operands(rank, c, send);
}

}  // namespace

void all_reduce(Rank& rank) {
  for_each_case([&](const Case& c) {
    Elements send(rank, c.type, c.count);
    const Elements other(rank, c.type, c.count);
    fill(send, rank, c);
    const Elements& receive = c.in_place ? send : other;
    rank.communicator.all_reduce(send.data(), receive.data(), c.count, c.type, c.reduction);
    rank.wait();
    for (std::int64_t i = 0; i < c.count; ++i) expect_outcome(rank, c, receive, i, i);
    if (!c.in_place) expect_operands(rank, c, send);
  });
}

void reduce_scatter(Rank& rank) {
  for_each_case([&](const Case& c) {
    Elements send(rank, c.type, c.count * rank.size());
    const Elements other(rank, c.type, c.count);
    fill(send, rank, c);
    const std::int64_t mine = c.count * rank.rank();
    void* receive = c.in_place ? send.at(mine) : other.data();
    rank.communicator.reduce_scatter(send.data(), receive, c.count, c.type, c.reduction);
    rank.wait();
    for (std::int64_t i = 0; i < c.count; ++i)
      expect_outcome(rank, c, c.in_place ? send : other, c.in_place ? mine + i : i, mine + i);
    if (!c.in_place) expect_operands(rank, c, send);
  });
}

void reduce(Rank& rank) {
  int root = 0;
  for_each_case([&](const Case& c) {
    reduce_to(rank, c, root);
    root = (root + 1) % rank.size();
  });
}

void big_integers(Rank& rank) {
  constexpr std::int64_t kBig = (std::int64_t{1} << 55) + 1;  // no double is equal to it
  constexpr std::int64_t kCount = 100;
  for (ElementType type : {ElementType::int64, ElementType::uint64})
    for (Reduction reduction : {Reduction::sum, Reduction::maximum, Reduction::average}) {
      Elements data(rank, type, kCount);
      for (std::int64_t i = 0; i < kCount; ++i) data.set_integer(i, kBig);
      rank.communicator.all_reduce(data.data(), data.data(), kCount, type, reduction);
      rank.wait();
      const std::int64_t want = reduction == Reduction::sum ? kBig * rank.size() : kBig;
      for (std::int64_t i = 0; i < kCount; ++i)
        rank.expect(data.get_integer(i) == want,
                    std::string(name(type)) + ' ' + std::string(name(reduction)) + " of " +
                        std::to_string(kBig) + " gave " + std::to_string(data.get_integer(i)));
    }
}

}  // namespace assay::conformance
