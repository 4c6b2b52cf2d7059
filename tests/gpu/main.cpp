#include <gtest/gtest.h>

#include <exception>
#include <iostream>

#include "kernels/cuda/driver.hpp"

// What a test finds without a GPU says nothing, so none runs: 77 is "skipped" to CTest.
int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  try {
    if (!testing::GTEST_FLAG(list_tests)) (void)assay::cuda::devices();
  } catch (const std::exception& error) {
    std::cout << "skipped: " << error.what() << '\n';
    return 77;
  }
  return RUN_ALL_TESTS();
}
