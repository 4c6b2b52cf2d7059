#include "suites/registry.hpp"

int main() {
  assay::Registry registry;
  assay::host::register_all(registry);
  return registry.find("system.forgotten") != nullptr ? 0 : 1;
}
