#pragma once
#include <string>
#include <utility>

#include "suites/registry.hpp"

namespace assay {

/// A test that a plan can be made of and that does nothing.
inline Test made(std::string id, Seconds seconds, bool on_device = true, bool brackets = false) {
  Test test;
  test.id = std::move(id);
  test.spec.seconds = seconds;
  test.spec.brackets_run = brackets;
  test.on_device = on_device;
  return test;
}

}  // namespace assay
