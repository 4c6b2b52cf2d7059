#include "core/shared_library.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "core/error.hpp"

namespace assay {
namespace {

TEST(SharedLibrary, CallsWhatItFinds) {
  const SharedLibrary library("libm.so.6");
  EXPECT_EQ(library.symbol<double (*)(double)>("fabs")(-27), 27);
  EXPECT_EQ(library.optional_symbol<void (*)()>("assay_no_such_function"), nullptr);
  EXPECT_THROW((void)library.symbol<void (*)()>("assay_no_such_function"), Error);
}

TEST(SharedLibrary, AMissingOneIsNamed) {
  try {
    const SharedLibrary library("libassay_is_not_there.so.9");
    FAIL() << "expected Error";
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("libassay_is_not_there.so.9"), std::string::npos);
  }
}

}  // namespace
}  // namespace assay
