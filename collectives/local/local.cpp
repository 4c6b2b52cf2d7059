#include "collectives/local/local.hpp"

#include <algorithm>
#include <chrono>
#include <functional>
#include <limits>
#include <utility>

#include "collectives/local/arithmetic.hpp"
#include "collectives/local/world.hpp"

namespace assay {
namespace {

using Bytes = std::vector<unsigned char>;
double steady_s() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

class LocalCommunicator final : public Communicator {
 public:
  LocalCommunicator(std::shared_ptr<World> world, int rank)
      : world_(std::move(world)), rank_(rank) {}

  [[nodiscard]] int rank() const noexcept override { return rank_; }
  [[nodiscard]] int size() const noexcept override { return world_->size; }

  void all_reduce(const void* send, void* receive, std::int64_t count, ElementType type,
                  Reduction reduction) override {
    demand(count);
    begin({send}, [=, this] { return deliver(receive, reduced(0, count, type, reduction)); });
  }
  void all_gather(const void* send, void* receive, std::int64_t count, ElementType type) override {
    demand(count);
    begin({send}, [=, this] { return deliver(receive, blocks(0, count * bytes_of(type))); });
  }
  void reduce_scatter(const void* send, void* receive, std::int64_t count, ElementType type,
                      Reduction reduction) override {
    demand(count);
    begin({send},
          [=, this] { return deliver(receive, reduced(rank_ * count, count, type, reduction)); });
  }
  void broadcast(void* data, std::int64_t count, ElementType type, int root) override {
    demand(count, root);
    begin({data}, [=, this] { return deliver(data, piece(root, 0, count * bytes_of(type))); });
  }
  void reduce(const void* send, void* receive, std::int64_t count, ElementType type,
              Reduction reduction, int root) override {
    demand(count, root);
    begin({send}, [=, this] {
      return rank_ == root ? deliver(receive, reduced(0, count, type, reduction)) : Copy{};
    });
  }
  void all_to_all(const void* send, void* receive, std::int64_t count, ElementType type) override {
    demand(count);
    const std::int64_t block = count * bytes_of(type);
    begin({send}, [=, this] { return deliver(receive, blocks(rank_ * block, block)); });
  }
  void all_to_all_v(const void* send, void* receive, const Shares& shares,
                    ElementType type) override {
    const auto mine = std::make_shared<Shares>(shares);
    begin({send, mine.get()}, [=, this] { return exchanged(receive, *mine, bytes_of(type)); });
  }
  void gather(const void* send, void* receive, std::int64_t count, ElementType type,
              int root) override {
    demand(count, root);
    begin({send}, [=, this] {
      return rank_ == root ? deliver(receive, blocks(0, count * bytes_of(type))) : Copy{};
    });
  }
  void scatter(const void* send, void* receive, std::int64_t count, ElementType type,
               int root) override {
    demand(count, root);
    const std::int64_t block = count * bytes_of(type);
    begin({send}, [=, this] { return deliver(receive, piece(root, rank_ * block, block)); });
  }
  void send_receive(const void* send, int to, void* receive, int from, std::int64_t count,
                    ElementType type) override {
    demand(count, std::max(from, 0));
    demand(count, std::max(to, 0));
    begin({send, nullptr, to}, [=, this]() -> Copy {
      if (from < 0) return {};
      if (world_->meeting.offer(from).number != rank_)
        throw Error("rank " + std::to_string(from) + " sends to another rank");
      return deliver(receive, piece(from, 0, count * bytes_of(type)));
    });
  }
  void barrier() override {
    begin({}, [] { return Copy{}; });
  }

  void wait(double deadline_s) override {
    const double until_s = steady_s() + deadline_s;
    for (const Begun& operation : std::exchange(begun_, {})) carry_out(operation, until_s);
  }

  [[nodiscard]] std::vector<double> time(int calls, double deadline_s,
                                         const std::function<void()>& operation) override {
    const double until_s = steady_s() + deadline_s;
    std::vector<double> seconds;
    for (int i = 0; i < calls; ++i) {
      const double from_s = steady_s();
      operation();
      wait(until_s - from_s);
      seconds.push_back(steady_s() - from_s);
    }
    return seconds;
  }

  [[nodiscard]] std::unique_ptr<Communicator> split(int colour, double deadline_s) override {
    const double until_s = steady_s() + deadline_s;
    world_->meeting.come(rank_, {nullptr, nullptr, colour}, until_s);
    int members = 0;
    int mine = 0;
    for (int i = 0; i < world_->size; ++i) {
      if (world_->meeting.offer(i).number != colour) continue;
      if (i < rank_) ++mine;
      ++members;
    }
    std::shared_ptr<World> part = colour < 0 ? nullptr : part_of(colour, members);
    world_->meeting.come(rank_, until_s);
    if (mine == 0) forget(colour);
    if (!part) return nullptr;
    return std::make_unique<LocalCommunicator>(std::move(part), mine);
  }

  [[nodiscard]] std::vector<int> silent(double /*deadline_s*/) override {
    std::vector<int> missing = world_->meeting.behind(rank_);
    if (rank_ != 0) std::erase_if(missing, [](int rank) { return rank != 0; });
    return missing;
  }
  void abort() noexcept override { world_->meeting.give_up(); }

 private:
  /// What a rank has made for itself, to be put where it belongs when nobody reads that any more.
  struct Copy {
    void* to = nullptr;
    Bytes bytes;
    std::vector<std::pair<std::int64_t, Bytes>> pieces;  ///< offset in `to`
  };
  struct Begun {
    Brought offer;
    std::function<Copy()> make;
  };

  void demand(std::int64_t count, int root = 0) const {
    if (count < 0) throw Error("a count of " + std::to_string(count));
    if (root < 0 || root >= world_->size) throw Error("no rank " + std::to_string(root));
  }
  void begin(const Brought& offer, std::function<Copy()> make) {
    begun_.push_back({offer, std::move(make)});
  }

  void carry_out(const Begun& operation, double until_s) {
    world_->meeting.come(rank_, operation.offer, until_s);
    const Copy made = operation.make();
    // Others read this rank's memory: it is not left before they are done, however late that is.
    world_->meeting.come(rank_, steady_s() + 1e6);
    put(made.to, 0, made.bytes);
    for (const auto& [offset, bytes] : made.pieces) put(made.to, offset, bytes);
  }

  static void put(void* to, std::int64_t offset, const Bytes& bytes) {
    if (!bytes.empty())
      std::copy(bytes.begin(), bytes.end(), static_cast<unsigned char*>(to) + offset);
  }
  static Copy deliver(void* to, Bytes bytes) { return {to, std::move(bytes), {}}; }
  [[nodiscard]] Bytes piece(int from, std::int64_t offset, std::int64_t bytes) const {
    const auto* data = static_cast<const unsigned char*>(world_->meeting.offer(from).send) + offset;
    return {data, data + bytes};
  }

  /// A block of every rank, one after another.
  [[nodiscard]] Bytes blocks(std::int64_t offset, std::int64_t bytes) const {
    Bytes all;
    for (int i = 0; i < world_->size; ++i) {
      const Bytes one = piece(i, offset, bytes);
      all.insert(all.end(), one.begin(), one.end());
    }
    return all;
  }

  [[nodiscard]] Bytes reduced(std::int64_t begin, std::int64_t count, ElementType type,
                              Reduction reduction) const {
    std::vector<const void*> sources;
    sources.reserve(static_cast<std::size_t>(world_->size));
    for (int i = 0; i < world_->size; ++i) sources.push_back(world_->meeting.offer(i).send);
    Bytes result(static_cast<std::size_t>(count * bytes_of(type)));
    with_element(type, [&](auto element) {
      reduce_into(reinterpret_cast<decltype(element)*>(result.data()), sources,
                  static_cast<std::size_t>(begin), static_cast<std::size_t>(count), reduction);
    });
    return result;
  }

  [[nodiscard]] Copy exchanged(void* receive, const Shares& mine, std::int64_t element) const {
    Copy copy{receive, {}, {}};
    const auto me = static_cast<std::size_t>(rank_);
    for (int i = 0; i < world_->size; ++i) {
      const auto from = static_cast<std::size_t>(i);
      const auto& theirs = *static_cast<const Shares*>(world_->meeting.offer(i).shares);
      if (theirs.send_counts.at(me) != mine.receive_counts.at(from))
        throw Error("rank " + std::to_string(i) + " sends " +
                    std::to_string(theirs.send_counts.at(me)) + " elements where " +
                    std::to_string(mine.receive_counts.at(from)) + " are expected");
      copy.pieces.emplace_back(
          mine.receive_offsets.at(from) * element,
          piece(i, theirs.send_offsets.at(me) * element, mine.receive_counts.at(from) * element));
    }
    return copy;
  }

  std::shared_ptr<World> part_of(int colour, int members) {
    const std::scoped_lock lock(world_->splitting.mutex);
    auto& part = world_->splitting.by_colour[colour];
    if (!part) part = std::make_shared<World>(members);
    return part;
  }
  void forget(int colour) {
    const std::scoped_lock lock(world_->splitting.mutex);
    world_->splitting.by_colour.erase(colour);
  }

  std::shared_ptr<World> world_;
  int rank_;
  std::vector<Begun> begun_;
};

}  // namespace

std::vector<std::unique_ptr<Communicator>> local_communicators(int ranks) {
  const auto world = std::make_shared<World>(ranks);
  std::vector<std::unique_ptr<Communicator>> all;
  all.reserve(static_cast<std::size_t>(ranks));
  for (int i = 0; i < ranks; ++i) all.push_back(std::make_unique<LocalCommunicator>(world, i));
  return all;
}

}  // namespace assay
