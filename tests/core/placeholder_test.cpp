#include "core/placeholder.hpp"

#include <gtest/gtest.h>

namespace assay {
namespace {

TEST(Placeholder, SaysNothingOfThePart) {
  for (const char* text : {"",
                           " ",
                           "0",
                           "0000",
                           "0x0",
                           "0000:0000:0000:0000",
                           "00000000-0000-0000-0000-000000000000",
                           "N/A",
                           "[N/A]",
                           "None",
                           "NULL",
                           " Unknown\n",
                           "To Be Filled By O.E.M.",
                           "to be filled by o.e.m.",
                           "Default string",
                           "System Serial Number",
                           "Base Board Serial Number",
                           "Not Specified",
                           "123456789",
                           "0123456789",
                           "1234567890"})
    EXPECT_TRUE(is_placeholder(text)) << text;
}

TEST(Placeholder, ASerialNumberIsNone) {
  for (const char* text :
       {"S7", "1650921012345", "1234567890123", "0123456789012", "GPU-0", "J3020", "X1", "NONE7",
        "unknown-7", "0c42:a103:0065:1f2e", "GPU-00000000-0000-0000-0000-000000000001"})
    EXPECT_FALSE(is_placeholder(text)) << text;
}

}  // namespace
}  // namespace assay
