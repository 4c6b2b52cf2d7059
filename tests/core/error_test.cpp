#include "core/error.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <string>
#include <utility>

#include "core/handle.hpp"

namespace assay {
namespace {

// Where the fake handles are destroyed; a static member because Handle's Traits have no state.
struct FakeTraits {
  using raw_type = int;
  static int destroyed;
  static raw_type empty() noexcept { return 0; }
  static void destroy(raw_type) noexcept { ++destroyed; }
};
int FakeTraits::destroyed = 0;

TEST(Handle, DestroysExactlyOnceAcrossMoves) {
  FakeTraits::destroyed = 0;
  {
    Handle<FakeTraits> a{7};
    Handle<FakeTraits> b{std::move(a)};
    a = std::move(b);
    EXPECT_EQ(a.get(), 7);
  }
  EXPECT_EQ(FakeTraits::destroyed, 1);
}

TEST(Handle, AssignmentDestroysWhatWasHeld) {
  FakeTraits::destroyed = 0;
  Handle<FakeTraits> a{1};
  a = Handle<FakeTraits>{2};
  EXPECT_EQ(FakeTraits::destroyed, 1);
  EXPECT_EQ(a.get(), 2);
}

TEST(Require, NamesTheCallTheStatusAndTheLine) {
  try {
    require({false, 2, "cudaErrorMemoryAllocation"}, "allocate device memory");
    FAIL() << "expected Error";
  } catch (const Error& e) {
    const std::string what = e.what();
    EXPECT_NE(what.find("allocate device memory: cudaErrorMemoryAllocation (2)"), what.npos)
        << what;
    EXPECT_NE(what.find("[tests/core/error_test.cpp:"), what.npos) << what;
  }
}

TEST(Require, ErrnoIsKeptAsItWas) {
  errno = ENOENT;
  const CallStatus status = errno_status(false);
  EXPECT_EQ(status.code, ENOENT);
  EXPECT_STREQ(status.name, "No such file or directory");
  EXPECT_TRUE(errno_status(true).ok);
}

TEST(InputError, NamesFileLineAndField) {
  EXPECT_STREQ(InputError("a.yaml", 3, "limits[0].metric", "is missing").what(),
               "a.yaml:3: limits[0].metric: is missing");
  EXPECT_STREQ(InputError("a.yaml", 0, "", "is empty").what(), "a.yaml: is empty");
  EXPECT_STREQ(InputError("", 0, "--level", "unknown").what(), "--level: unknown");
}

}  // namespace
}  // namespace assay
