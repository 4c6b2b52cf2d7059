#include "cli/fabric/fabric.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include "cli/fabric/exchange.hpp"
#include "cli/fabric/mpi.hpp"
#include "cli/fabric/nccl.hpp"
#include "core/error.hpp"

namespace assay {
namespace {

/// For all nodes to come, the slowest of which may have to load its program over the network.
constexpr double kMeetS = 60;
constexpr double kInviteS = 20, kLeaveS = 5;
constexpr const char* kLost = "lost";
constexpr const char* kAgainst = "against ";

bool says_against(const std::string& state) { return state.starts_with(kAgainst); }

}  // namespace

Fabric::Fabric(Runner& runner, FabricPlace place, Hello hello, Sharing sharing)
    : runner_(runner), place_(place), hello_(std::move(hello)), sharing_(sharing), nodes_{hello_} {}

std::string Fabric::gathered(const std::string& text, double timeout_s) {
  if (alone()) return packed({text});
  auto all = runner_.convey(kMpi, kFabricGather, text, timeout_s);
  if (!all) throw Interrupted();
  return std::move(*all);
}

std::string Fabric::agreed(const std::string& text) {
  if (alone()) return text;
  auto heard = runner_.convey(kMpi, kFabricBroadcast, text, kWordsS);
  if (!heard) throw Interrupted();
  return std::move(*heard);
}

std::string Fabric::summed(const std::string& numbers) {
  auto sums = runner_.convey(kMpi, kFabricSum, numbers, kWordsS);
  if (!sums) throw Interrupted();
  return std::move(*sums);
}

bool Fabric::meet() {
  try {
    const std::string all = gathered(encode(hello_), kMeetS);
    if (place_.rank == 0) {
      nodes_.clear();
      for (const std::string& text : unpacked(all)) nodes_.push_back(decode_hello(text));
      why_not_ = against(nodes_, sharing_);
    }
    why_not_ = agreed(why_not_);
  } catch (const Interrupted&) {
    return false;
  } catch (const Error& error) {
    why_not_ = error.what();
  }
  return true;
}

std::optional<std::string> Fabric::prepare(const PlannedTest& test) {
  if (!why_not_.empty() || test.device != kNccl) return why_not_;
  try {
    if (std::string against = invite(test); !against.empty()) return against;
  } catch (const Interrupted&) {
    return std::nullopt;
  } catch (const Error& error) {
    return alone() ? error.what() : why_not_ = error.what();
  }
  if (id_.empty()) return "no GPU could invite the others";
  return "";
}

/// One GPU gives out what the others find it by, whenever one of them was lost or starts anew. Why
/// some node cannot take part; "" = all can.
std::string Fabric::invite(const PlannedTest& test) {
  const Variant& variant = test.variant;
  if (variant.environment != environment_) lost_ = true;
  environment_ = variant.environment;
  std::string state = lost_ ? kLost : "";
  if (!variant.against.empty()) state = kAgainst + hello_.hostname + ": " + variant.against;
  const std::vector<std::string> states = unpacked(gathered(state, kWordsS));
  std::string invitation = id_;
  if (place_.rank == 0) {
    const auto against = std::find_if(states.begin(), states.end(), says_against);
    if (against != states.end())
      invitation = *against;
    else if (id_.empty() || std::find(states.begin(), states.end(), kLost) != states.end())
      invitation = new_id();
  }
  const std::string heard = agreed(invitation);
  if (says_against(heard)) return heard.substr(std::string_view(kAgainst).size());
  lost_ = false;
  id_ = heard;
  return "";
}

std::string Fabric::new_id() {
  try {
    auto id = runner_.convey(kNccl, kNcclInvite, "", kInviteS, environment_);
    if (!id) throw Interrupted();
    return std::move(*id);
  } catch (const Error&) {  // the others wait for an answer, whatever it is
    if (alone()) throw;
    return {};
  }
}

RankPlace Fabric::place_of(const PlannedTest& test, std::size_t post) const {
  if (test.device != kNccl) return {.rank = place_.rank, .size = place_.size, .nodes = place_.size};
  return {.rank = place_.rank * place_.gpus + static_cast<std::int64_t>(post),
          .size = place_.size * place_.gpus,
          .nodes = place_.size,
          .id = id_};
}

void Fabric::note(const PlannedTest& test, const std::vector<Result>& results) {
  const auto broken = std::find_if(results.begin(), results.end(), [](const Result& result) {
    return result.outcome == Outcome::error;
  });
  if (broken == results.end()) return;
  // MPI cannot be entered a second time, and the others cannot go on without this rank.
  if (test.device == kMpi && why_not_.empty())
    why_not_ = "the other nodes were given up in " + test.id + ": " + broken->reason;
  lost_ = true;
}

std::vector<std::string> Fabric::gather(const std::string& text) {
  if (alone()) return {text};
  if (!why_not_.empty()) return {};
  try {
    return unpacked(gathered(text, kWordsS));
  } catch (const Interrupted&) {
    return {};
  } catch (const Error& error) {
    why_not_ = error.what();
    return {};
  }
}

void Fabric::leave() {
  if (alone() || !why_not_.empty()) return;
  try {
    (void)runner_.convey(kMpi, kFabricLeave, "", kLeaveS);
  } catch (const Error& error) {
    why_not_ = error.what();
  }
}

}  // namespace assay
