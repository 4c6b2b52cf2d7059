#pragma once
#include <string>

#include "facts.hpp"
#include "system.hpp"

namespace probe {

/// One value that nvmlDeviceGetFieldValues reads. Own declaration of NVML's binary interface,
/// because nvml.h is no part of the compiler's packages.
struct FieldValue {
  unsigned field;
  unsigned scope;
  long long timestamp_us;
  long long latency_us;
  int type;  ///< 0 double, 1 unsigned, 2 unsigned long, 3 unsigned long long, 4 long long, 5 int, 6
             ///< short
  int status;
  union {
    double real;
    int integer;
    unsigned whole;
    unsigned long long wide;
    long long signed_wide;
    unsigned short narrow;
  } value;
};
static_assert(sizeof(FieldValue) == 40);

/// The driver's management library, and the device with a given PCI address. Only reads.
class Nvml {
 public:
  /// `pci`: "0000:3b:00.0". Throws Missing if library, driver or device does not answer.
  explicit Nvml(const std::string& pci) : library_("libnvidia-ml.so.1") {
    need(call("nvmlInit_v2"), "nvmlInit_v2");
    need(call("nvmlDeviceGetHandleByPciBusId_v2", pci.c_str(), &device_),
         "nvmlDeviceGetHandleByPciBusId_v2");
  }

  /// Calls a function that takes no device; its nvmlReturn_t. Throws Missing if this driver lacks
  /// it.
  template <class... Arguments>
  [[nodiscard]] int call(const char* function, Arguments... arguments) const {
    return library_.symbol<int(Arguments...)>(function)(arguments...);
  }
  /// Calls a function of the device. Throws Missing if it is not there or not successful.
  template <class... Arguments>
  void ask(const char* function, Arguments... arguments) const {
    need(call(function, device_, arguments...), function);
  }

  /// The answer of a function(device, Number*).
  template <class Number>
  [[nodiscard]] Number number(const char* function) const {
    Number value{};
    ask(function, &value);
    return value;
  }
  /// The answer of a function(device, char*, unsigned).
  [[nodiscard]] std::string text(const char* function) const {
    char value[128] = {};
    ask(function, static_cast<char*>(value), static_cast<unsigned>(sizeof value));
    return value;
  }
  /// One field as a number, in NVML's unit.
  [[nodiscard]] double field(unsigned id) const {
    FieldValue value{};
    value.field = id;
    ask("nvmlDeviceGetFieldValues", 1, &value);
    need(value.status, "nvmlDeviceGetFieldValues");
    switch (value.type) {
      case 0:
        return value.value.real;
      case 1:
        return value.value.whole;
      case 2:
      case 3:
        return static_cast<double>(value.value.wide);
      case 4:
        return static_cast<double>(value.value.signed_wide);
      case 5:
        return value.value.integer;
      case 6:
        return value.value.narrow;
      default:
        throw Missing("value type " + std::to_string(value.type) + " is not known");
    }
  }

 private:
  void need(int status, const char* function) const {
    if (status == 0) return;
    const char* words = library_.symbol<const char*(int)>("nvmlErrorString")(status);
    throw Missing(std::string(function) + ": " + words);
  }

  Library library_;
  void* device_ = nullptr;
};

}  // namespace probe
