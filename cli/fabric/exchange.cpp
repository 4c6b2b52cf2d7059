#include "cli/fabric/exchange.hpp"

#include <algorithm>
#include <utility>

#include "cli/fabric/clock.hpp"
#include "collectives/texts.hpp"
#include "core/error.hpp"
#include "suites/runner/fields.hpp"
#include "suites/runner/ranks.hpp"

namespace assay {
namespace {

void bring_back(Results& results, std::string text) {
  Result& result = results.device();
  result.facts[kConveyed] = std::move(text);
}

void gather(Device& /*device*/, const Context& context, Results& results) {
  bring_back(results, packed(gather_texts(*context.ranks, context.message, context.seconds)));
}

void broadcast(Device& /*device*/, const Context& context, Results& results) {
  bring_back(results, broadcast_text(*context.ranks, context.message, context.seconds));
}

void sum(Device& /*device*/, const Context& context, Results& results) {
  std::vector<double> numbers = numbers_from(context.message);
  context.ranks->all_reduce(numbers.data(), numbers.data(),
                            static_cast<std::int64_t>(numbers.size()), ElementType::fp64,
                            Reduction::sum);
  context.ranks->wait(context.seconds);
  bring_back(results, numbers_text(numbers));
}

/// Of rank 0's clock, which asks nobody: it is its own.
ClockOffset own_offset(const Context& context) {
  constexpr int kTrips = 16;
  const std::vector<RoundTrip> trips = ask_for_the_time(
      *context.ranks, kTrips, [&] { return context.clock.wall_s(); }, context.seconds);
  if (context.ranks->rank() == 0) return {};
  const ClockOffset of_other = clock_offset(trips);
  return {-of_other.seconds, of_other.uncertainty_s};
}

void clock(Device& /*device*/, const Context& context, Results& results) {
  const ClockOffset own = own_offset(context);
  bring_back(results, numbers_text({own.seconds, own.uncertainty_s}));
}

Test exchange(const char* id, void (*function)(Device&, const Context&, Results&)) {
  Test test{
      .id = id, .spec = {.summary = "words between nodes"}, .on_device = false, .run = function};
  test.spec.ranked = true;
  return test;
}

}  // namespace

void add_exchanges(Registry& registry) {
  registry.add(exchange(kFabricGather, gather));
  registry.add(exchange(kFabricBroadcast, broadcast));
  registry.add(exchange(kFabricSum, sum));
  registry.add(exchange(kFabricClock, clock));
}

std::string packed(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += escaped(text) + ' ';
  return all;
}

std::vector<std::string> unpacked(std::string_view text) {
  std::vector<std::string> texts;
  while (!text.empty()) {
    const auto end = text.find(' ');
    if (end == std::string_view::npos) throw Error("texts of other ranks that were cut off");
    texts.push_back(unescaped(text.substr(0, end)));
    text.remove_prefix(end + 1);
  }
  return texts;
}

}  // namespace assay
