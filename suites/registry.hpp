#pragma once
#include <functional>
#include <string>
#include <vector>

#include "kernels/device.hpp"
#include "suites/context.hpp"
#include "suites/results.hpp"
#include "suites/spec.hpp"

namespace assay {

/// One test: what it declares and how to run it.
struct Test {
  std::string id;  ///< path below suites/ with a dot: "memory.stream_triad"
  TestSpec spec;
  bool on_device = true;  ///< needs a Device; else it only looks at the machine
  std::function<void(Device&, const Context&, Results&)> run;
  bool host_only = false;  ///< of the host device, which has what no other device has
  bool gpu_only = false;   ///< of what no host device has
};

/// All tests of one backend, in the order of their ids.
class Registry {
 public:
  void add(Test test) { tests_.push_back(std::move(test)); }
  [[nodiscard]] const std::vector<Test>& tests() const noexcept { return tests_; }
  /// nullptr if there is none.
  [[nodiscard]] const Test* find(const std::string& id) const noexcept;

 private:
  std::vector<Test> tests_;
};

namespace host {
void register_all(Registry& registry);
}
namespace cuda {
void register_all(Registry& registry);
}

}  // namespace assay
