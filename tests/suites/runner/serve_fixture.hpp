#pragma once
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <utility>

#include "core/error.hpp"
#include "suites/runner/serve.hpp"

namespace assay {

/// A device that can do nothing but say what it is.
class Nothing final : public Device {
 public:
  explicit Nothing(Subject subject) { facts_.subject = std::move(subject); }
  const DeviceFacts& facts() const override { return facts_; }
  Streams& streams() override { throw Error("none"); }
  Gemm& gemm() override { throw Error("none"); }
  Fma& fma() override { throw Error("none"); }
  Chase& chase() override { throw Error("none"); }
  Digest& digest() override { throw Error("none"); }
  Copies& copies() override { throw Error("none"); }
  Launches& launches() override { throw Error("none"); }

 private:
  DeviceFacts facts_;
};

inline const Subject kThird{.kind = "gpu", .index = 3};

using Body = std::function<void(Device&, const Context&, Results&)>;

/// A backend with the one test "a.b".
inline Backend backend_of(const Body& body, bool on_device = true, bool brackets = false,
                          bool whole_node = false) {
  Backend backend;
  backend.kind = "host";
  backend.open = [](const Target& target, Clock&) {
    return std::make_unique<Nothing>(target.subject.kind == "gpu" ? target.subject : kThird);
  };
  assay::Test test;
  test.id = "a.b";
  test.spec.brackets_run = brackets;
  test.spec.whole_node = whole_node;
  test.on_device = on_device;
  test.run = body;
  backend.registry.add(test);
  return backend;
}

/// Carries out jobs in this process, on simulated time.
struct CarryOut : testing::Test {
  SimulatedClock clock{1e9};
  HostFiles files;
  Answer operator()(const Backend& backend, const Job& job) {
    return carry_out(job, backend, files, clock);
  }
};

/// A job for all of eight GPUs.
inline Job whole_node() {
  Job job{.test = "a.b", .targets = {}};
  for (int i = 0; i < 8; ++i) job.targets.push_back({.subject = {.kind = "gpu", .index = i}});
  return job;
}

}  // namespace assay
