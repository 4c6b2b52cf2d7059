#include "tests/collectives/conformance/checks.hpp"
#include "tests/collectives/conformance/data.hpp"

namespace assay::conformance {
namespace {

constexpr std::int64_t kCounts[] = {0, 1, 13, 1003};

void for_each_case(const std::function<void(ElementType, std::int64_t count)>& f) {
  for (ElementType type : kElementTypes)
    for (std::int64_t count : kCounts) f(type, count);
}

/// `count` elements from `at` on carry the labels of `source` from `serial` on.
void expect_labels(Rank& rank, const std::string& what, const Elements& got, std::int64_t at,
                   std::int64_t count, int source, std::int64_t serial) {
  for (std::int64_t i = 0; i < count; ++i)
    if (!got.has_label(at + i, source, serial + i))
      rank.complain(what + ": element " + std::to_string(at + i) + " is not the one from rank " +
                    std::to_string(source));
}

void expect_untouched(Rank& rank, const std::string& what, const Elements& got, std::int64_t begin,
                      std::int64_t end) {
  for (std::int64_t i = begin; i < end; ++i)
    if (!got.untouched(i)) rank.complain(what + ": element " + std::to_string(i) + " was written");
}

Elements labelled(Rank& rank, ElementType type, std::int64_t count) {
  Elements made(rank, type, count);
  for (std::int64_t i = 0; i < count; ++i) made.set_label(i, rank.rank(), i);
  return made;
}

void all_gather_once(Rank& rank, ElementType type, std::int64_t count, bool in_place) {
  const Elements send = labelled(rank, type, count);
  Elements receive(rank, type, count * rank.size());
  const std::int64_t mine = count * rank.rank();
  if (in_place)
    for (std::int64_t i = 0; i < count; ++i) receive.set_label(mine + i, rank.rank(), i);
  const void* from = in_place ? receive.at(mine) : send.data();
  rank.communicator.all_gather(from, receive.data(), count, type);
  rank.wait();
  for (int source = 0; source < rank.size(); ++source)
    expect_labels(rank, "all_gather", receive, source * count, count, source, 0);
}

/// How many elements `from` has for `to`: none for some, and no two alike near each other.
std::int64_t share(int from, int to, std::int64_t most) { return (from * 3 + to * 5) % 4 * most; }

/// Counts, and offsets that leave one element free between any two.
void add_share(std::vector<std::int64_t>& counts, std::vector<std::int64_t>& offsets,
               std::int64_t count) {
  offsets.push_back(offsets.empty() ? 1 : offsets.back() + counts.back() + 1);
  counts.push_back(count);
}

void all_to_all_v_once(Rank& rank, ElementType type, std::int64_t most) {
  Shares shares;
  for (int peer = 0; peer < rank.size(); ++peer) {
    add_share(shares.send_counts, shares.send_offsets, share(rank.rank(), peer, most));
    add_share(shares.receive_counts, shares.receive_offsets, share(peer, rank.rank(), most));
  }
  const Elements send =
      labelled(rank, type, shares.send_offsets.back() + shares.send_counts.back() + 1);
  const Elements receive(rank, type,
                         shares.receive_offsets.back() + shares.receive_counts.back() + 1);
  rank.communicator.all_to_all_v(send.data(), receive.data(), shares, type);
  rank.wait();
  std::int64_t end = 0;
  for (int peer = 0; peer < rank.size(); ++peer) {
    const auto i = static_cast<std::size_t>(peer);
    std::int64_t serial = 1;  // where the peer keeps what it has for us
    for (int before = 0; before < rank.rank(); ++before) serial += share(peer, before, most) + 1;
    const std::int64_t begin = shares.receive_offsets[i];
    expect_untouched(rank, "all_to_all_v", receive, end, begin);
    end = begin + shares.receive_counts[i];
    expect_labels(rank, "all_to_all_v", receive, begin, shares.receive_counts[i], peer, serial);
  }
  expect_untouched(rank, "all_to_all_v", receive, end, receive.count());
}

/// A rank sends to the one `step` further on; at the ends of the line there is nobody.
void shift(Rank& rank, ElementType type, std::int64_t count, int step, bool ring) {
  const int size = rank.size();
  int to = rank.rank() + step;
  int from = rank.rank() - step;
  if (ring) {
    to %= size;
    from = (from + step * size) % size;
  }
  if (to >= size) to = -1;
  if (from < 0) from = -1;
  const Elements send = labelled(rank, type, count);
  const Elements receive(rank, type, count);
  rank.communicator.send_receive(send.data(), to, receive.data(), from, count, type);
  rank.wait();
  if (from >= 0) expect_labels(rank, "send_receive", receive, 0, count, from, 0);
  if (from < 0) expect_untouched(rank, "send_receive", receive, 0, count);
}

}  // namespace

void all_gather(Rank& rank) {
  for_each_case([&](ElementType type, std::int64_t count) {
    all_gather_once(rank, type, count, false);
    all_gather_once(rank, type, count, true);
  });
}

void broadcast(Rank& rank) {
  for_each_case([&](ElementType type, std::int64_t count) {
    for (int root = 0; root < rank.size(); ++root) {
      Elements data(rank, type, count);
      if (rank.rank() == root) data = labelled(rank, type, count);
      rank.communicator.broadcast(data.data(), count, type, root);
      rank.wait();
      expect_labels(rank, "broadcast", data, 0, count, root, 0);
    }
  });
}

void all_to_all(Rank& rank) {
  for_each_case([&](ElementType type, std::int64_t count) {
    const Elements send = labelled(rank, type, count * rank.size());
    const Elements receive(rank, type, count * rank.size());
    rank.communicator.all_to_all(send.data(), receive.data(), count, type);
    rank.wait();
    for (int source = 0; source < rank.size(); ++source)
      expect_labels(rank, "all_to_all", receive, source * count, count, source,
                    rank.rank() * count);
  });
}

void all_to_all_v(Rank& rank) {
  for_each_case(
      [&](ElementType type, std::int64_t count) { all_to_all_v_once(rank, type, count); });
}

void gather(Rank& rank) {
  for_each_case([&](ElementType type, std::int64_t count) {
    for (int root = 0; root < rank.size(); ++root) {
      const Elements send = labelled(rank, type, count);
      const Elements receive(rank, type, count * rank.size());
      rank.communicator.gather(send.data(), receive.data(), count, type, root);
      rank.wait();
      for (int source = 0; source < rank.size() && rank.rank() == root; ++source)
        expect_labels(rank, "gather", receive, source * count, count, source, 0);
      if (rank.rank() != root) expect_untouched(rank, "gather", receive, 0, receive.count());
    }
  });
}

void scatter(Rank& rank) {
  for_each_case([&](ElementType type, std::int64_t count) {
    for (int root = 0; root < rank.size(); ++root) {
      const Elements send = labelled(rank, type, count * rank.size());
      const Elements receive(rank, type, count);
      // Who is not the root may have nothing to send.
      const void* from = rank.rank() == root ? send.data() : nullptr;
      rank.communicator.scatter(from, receive.data(), count, type, root);
      rank.wait();
      expect_labels(rank, "scatter", receive, 0, count, root, rank.rank() * count);
    }
  });
}

void send_receive(Rank& rank) {
  for_each_case([&](ElementType type, std::int64_t count) {
    for (int step = 0; step < rank.size(); ++step) {
      shift(rank, type, count, step, true);
      shift(rank, type, count, step, false);
    }
  });
}

void large_messages(Rank& rank) {
  constexpr std::int64_t kCount = 200'003;  // 1.6 MB of fp64
  shift(rank, ElementType::fp64, kCount, 1, true);
  all_gather_once(rank, ElementType::fp64, kCount, false);
  all_to_all_v_once(rank, ElementType::fp64, kCount / 4);
}

}  // namespace assay::conformance
