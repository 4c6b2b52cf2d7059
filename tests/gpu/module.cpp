#include "tests/gpu/module.hpp"

#include <memory>

#include "core/error.hpp"
#include "core/shared_library.hpp"
#include "suites/counters.hpp"

namespace assay::gpu {
namespace {

struct Opened {
  CudaModule module;
  Registry registry;
};
Opened& opened() {
  static Opened the_only_one;
  return the_only_one;
}

/// Enough for a few samples.
constexpr double kSeconds = 0.3;
constexpr std::int64_t kBytes = std::int64_t{128} << 20;

}  // namespace

void open_module(const std::string& path) {
  const SharedLibrary library(path.empty() ? module_path("cuda").string() : path);
  library.symbol<DescribeCudaModule>(kDescribeCudaModule)(opened().module);
  if (opened().module.build != module_build())
    throw Error("libassay_cuda.so belongs to another build");
  opened().module.register_tests(opened().registry);
}

std::string what_is_missing() {
  try {
    (void)opened().module.devices();
    return "";
  } catch (const Error& error) {
    return error.what();
  }
}

const std::vector<Test>& tests() { return opened().registry.tests(); }

std::vector<Result> carry_out(const Test& test, const Script& script) {
  static const std::vector<std::string> addresses = opened().module.devices();
  SystemClock clock;
  const HostFiles files;
  Counters counters;
  std::vector<std::unique_ptr<Device>> devices;
  const std::size_t needed = test.spec.whole_node ? addresses.size() : 1;
  for (std::size_t k = 0; k < needed; ++k) {
    const auto ordinal = static_cast<int>(k);
    devices.push_back(
        opened().module.open(ordinal, {.kind = "gpu", .index = ordinal}, script, clock));
  }
  Context context{.level = Level::quick,
                  .seconds = kSeconds,
                  .bytes = kBytes,
                  .files = files,
                  .clock = clock,
                  .counters = counters,
                  .stint = {.of_s = kSeconds, .epoch_wall_s = clock.wall_s()}};
  if (test.spec.whole_node)
    for (const auto& device : devices) context.devices.push_back(device.get());
  Results results(test.id, devices.front()->facts().subject);
  test.run(*devices.front(), context, results);
  return results.take();
}

}  // namespace assay::gpu
