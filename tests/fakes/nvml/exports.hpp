#pragma once
#include <cmath>
#include <cstring>
#include <string>

#include "tests/fakes/nvml/machine.hpp"

// How the functions of the fake answer.

namespace assay::fakes {

using nvml::Device;
using nvml::Status;
using nvml::Wide;

inline Status put_text(char* to, unsigned room, const std::string& text) {
  if (text.size() + 1 > room) return Status::insufficient_size;
  std::memcpy(to, text.c_str(), text.size() + 1);
  return Status::ok;
}

/// Runs `give(gpu)` where the GPU answers. A call that a GPU may not support.
template <class F>
Status optionally(Device device, F give) {
  int gpu = 0;
  const Status status = Machine::instance().enter(device, gpu, true);
  if (status == Status::ok) give(gpu);
  return status;
}

/// The value of `key`, times `scale`, as a number of type T.
template <class T>
Status give_number(Device device, const char* key, T* to, double scale = 1) {
  return optionally(device, [&](int gpu) {
    *to = static_cast<T>(std::llround(Machine::instance().number(gpu, key) * scale));
  });
}

inline Status give_text(Device device, char* to, unsigned room, const std::string& text) {
  Status written = Status::ok;
  const Status status = optionally(device, [&](int) { written = put_text(to, room, text); });
  return status == Status::ok ? written : status;
}

/// "0000:13:00.0" of GPU 0: two GPUs below each of four switches, as in the fixture trees.
inline unsigned bus_of(int gpu) { return static_cast<unsigned>(16 * (gpu / 2 + 1) + 3 + gpu % 2); }

inline long of(int gpu, const char* key) {
  return std::lround(Machine::instance().number(gpu, key));
}

}  // namespace assay::fakes
