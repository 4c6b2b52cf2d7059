#include "kernels/copies.hpp"

#include <cstring>

#include "kernels/host/ports.hpp"

namespace assay::host {
namespace {

/// A host has neither engines nor links of its own: its cores move all bytes.
class HostCopies final : public Copies {
 public:
  explicit HostCopies(Team& team) : team_(team) {}
  void copy(Mover, void* to, const void* from, std::size_t bytes) override {
    copy_by(team_, to, from, bytes);
  }
  void copy_both(Mover, const Way& one, const Way& other, std::size_t bytes) override {
    team_.run([&](std::size_t member) {
      copy_share(team_, member, one.to, one.from, bytes);
      copy_share(team_, member, other.to, other.from, bytes);
    });
  }

 private:
  Team& team_;
};

}  // namespace

void copy_share(const Team& team, std::size_t member, void* to, const void* from,
                std::size_t bytes) {
  constexpr std::size_t page = 4096;
  const auto [begin, end] = team.share(member, bytes, page);
  if (end == begin) return;
  std::memcpy(static_cast<char*>(to) + begin, static_cast<const char*>(from) + begin, end - begin);
}

void copy_by(Team& team, void* to, const void* from, std::size_t bytes) {
  team.run([&](std::size_t member) { copy_share(team, member, to, from, bytes); });
}

std::unique_ptr<Copies> make_copies(Team& team) { return std::make_unique<HostCopies>(team); }

}  // namespace assay::host
