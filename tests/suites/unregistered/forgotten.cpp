#include "suites/test.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

[[maybe_unused]] void forgotten(const Context&, Results&) {}

}  // namespace

ASSAY_HOST_TEST(forgotten, .summary = "a test");

}  // namespace assay::ASSAY_BACKEND
