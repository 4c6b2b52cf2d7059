#include "kernels/host/peers.hpp"

#include "kernels/host/ports.hpp"

namespace assay::host {
namespace {

class HostPeers final : public Peers {
 public:
  explicit HostPeers(std::vector<Exec*> devices) : devices_(std::move(devices)) {}
  [[nodiscard]] bool direct(std::size_t, std::size_t) const override { return true; }
  void copy(std::size_t timer, Mover, Direction, const std::vector<Transfer>& transfers) override {
    Team& team = devices_.at(timer)->team();
    team.run([&](std::size_t member) {
      for (const Transfer& transfer : transfers)
        copy_share(team, member, transfer.target, transfer.source, transfer.bytes);
    });
  }

 private:
  std::vector<Exec*> devices_;
};

}  // namespace

std::unique_ptr<Peers> make_peers(const std::vector<Exec*>& devices) {
  return std::make_unique<HostPeers>(devices);
}

}  // namespace assay::host
