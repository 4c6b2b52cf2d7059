#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <unistd.h>

#include <cstdlib>

#include "core/error.hpp"
#include "core/handle.hpp"
#include "tests/collectives/conformance/checks.hpp"
#include "tests/collectives/nccl/ranks.hpp"

namespace assay {
namespace {

using conformance::Complaints;

bool ran(const std::string& command) {
  return std::system((command + " 2>/dev/null").c_str()) == 0;  // NOLINT
}

/// Two hosts as network namespaces, with a cable between them.
class TwoHosts {
 public:
  TwoHosts() : name_("assay" + std::to_string(getpid())) {
    good_ = ran("ip netns add " + host(0)) && ran("ip netns add " + host(1)) &&
            ran("ip link add eth0 netns " + host(0) + " type veth peer name eth0 netns " + host(1));
    for (int i = 0; i < 2 && good_; ++i)
      good_ =
          ran("ip -n " + host(i) + " addr add 10.91.0." + std::to_string(i + 1) + "/24 dev eth0") &&
          ran("ip -n " + host(i) + " link set eth0 up") &&
          ran("ip -n " + host(i) + " link set lo up");
  }
  TwoHosts(const TwoHosts&) = delete;
  TwoHosts& operator=(const TwoHosts&) = delete;
  ~TwoHosts() {
    for (int i = 0; i < 2; ++i) (void)ran("ip netns del " + host(i));
  }
  [[nodiscard]] bool good() const noexcept { return good_; }
  /// Moves this process there.
  void enter(int i) const {
    const File place(open(("/run/netns/" + host(i)).c_str(), O_RDONLY | O_CLOEXEC));
    require(errno_status(static_cast<bool>(place)), "open of a network namespace");
    require(errno_status(setns(place.get(), CLONE_NEWNET) == 0), "setns");
  }

 private:
  [[nodiscard]] std::string host(int i) const { return name_ + '-' + std::to_string(i); }
  std::string name_;
  bool good_ = false;
};

// Nothing of the stand-in may rest on the ranks being on one host.
TEST(NcclNamespacesTest, RanksOfTwoHostsFindEachOther) {
  if (geteuid() != 0) GTEST_SKIP() << "only root may make network namespaces";
  const TwoHosts hosts;
  if (!hosts.good()) GTEST_SKIP() << "network namespaces cannot be made here (ip of iproute2)";
  const NcclModule module = opened_nccl_module();
  RankProcesses ranks(4, [&](int rank, SharedId& id) {
    hosts.enter(rank % 2);
    const auto all = join(module, id, rank, 4, conformance::kPatienceS);
    Complaints complaints = conformance::complaints_of(*all, conformance::all_to_all);
    for (const auto& check : {conformance::large_messages, conformance::splits})
      for (const std::string& complaint : conformance::complaints_of(*all, check))
        complaints.push_back(complaint);
    return complaints;
  });
  EXPECT_THAT(all_complaints(ranks.wait(2 * conformance::kPatienceS)), testing::IsEmpty());
}

}  // namespace
}  // namespace assay
