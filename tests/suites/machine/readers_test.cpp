#include <gtest/gtest.h>

#include <random>
#include <set>

#include "core/text.hpp"
#include "suites/machine/clock_state.hpp"
#include "suites/machine/cpus.hpp"
#include "suites/machine/memory_controllers.hpp"
#include "suites/machine/number.hpp"
#include "tests/fakes/host_tree.hpp"

namespace assay {
namespace {

using fakes::HostTree;
using Numbers = std::vector<std::int64_t>;

TEST(Text, NumberLists) {
  EXPECT_EQ(number_list("0-3,8\n"), (Numbers{0, 1, 2, 3, 8}));
  EXPECT_EQ(number_list(""), Numbers{});
  EXPECT_EQ(number_list("3-"), std::nullopt);
  EXPECT_EQ(number_list("a"), std::nullopt);
  EXPECT_EQ(number_list("0-99999999999"), std::nullopt);
}

/// Every set of numbers comes back from the list that the kernel would write for it.
TEST(Text, NumberListsRoundTrip) {
  std::mt19937 random(2);
  std::uniform_int_distribution<std::int64_t> number(0, 40);
  for (int round = 0; round < 300; ++round) {
    std::set<std::int64_t> numbers;
    for (int i = 0; i < round % 30; ++i) numbers.insert(number(random));
    std::string text;
    for (auto it = numbers.begin(); it != numbers.end();) {
      const std::int64_t first = *it;
      std::int64_t last = first;
      for (++it; it != numbers.end() && *it == last + 1; ++it) last = *it;
      text += (text.empty() ? "" : ",") + std::to_string(first);
      if (last != first) text += "-" + std::to_string(last);
    }
    EXPECT_EQ(number_list(text), Numbers(numbers.begin(), numbers.end())) << text;
  }
}

TEST(Text, LeadingNumbersAndValues) {
  EXPECT_EQ(leading_number("16.0 GT/s"), 16.0);
  EXPECT_EQ(leading_number("inf"), std::nullopt);
  EXPECT_EQ(leading_number("-1"), std::nullopt);
  EXPECT_EQ(value_of("a : 1\nb\t: x: y\n", "b"), "x: y");
  EXPECT_EQ(value_of("ab: 1", "a"), std::nullopt);
  EXPECT_EQ(words_of("  a\tbc  d ").size(), 3U);
  EXPECT_EQ(lines_of("a\n\nb\n").size(), 3U);
  EXPECT_EQ(joined({"a", "b"}, ", "), "a, b");
}

TEST(Number, TellsAbsentFromUnreadable) {
  HostTree tree;
  tree.write("/x/word", "many\n");
  tree.make_unreadable("/x/folder");
  EXPECT_EQ(read_number(tree.files(), "/x/none").state, Reading::State::absent);
  EXPECT_EQ(read_number(tree.files(), "/x/word").state, Reading::State::unreadable);
  EXPECT_NE(read_number(tree.files(), "/x/folder").reason.find("/x/folder"), std::string::npos);
}

TEST(Cpus, DisabledSmtHidesNoFault) {
  HostTree tree;
  tree.write("/sys/devices/system/cpu/smt/control", "off\n");
  tree.write("/sys/devices/system/cpu/online", "0-7\n");
  EXPECT_EQ(count_cpus(tree.files()).present, 8);
  EXPECT_EQ(count_cpus(tree.files()).online, 8);
}

TEST(Cpus, GovernorsAreCounted) {
  HostTree tree;
  EXPECT_EQ(governors(tree.files()), "performance");
  tree.write("/sys/devices/system/cpu/cpu3/cpufreq/scaling_governor", "powersave\n");
  EXPECT_EQ(governors(tree.files()), "performance on 15, powersave on 1");
}

std::string module_structure(std::uint32_t size, std::uint32_t extended_mib) {
  std::string bytes(0x28, '\0');
  bytes[0] = 17;
  for (unsigned i = 0; i < 2; ++i) bytes[0x0c + i] = static_cast<char>(size >> (8 * i));
  for (unsigned i = 0; i < 4; ++i) bytes[0x1c + i] = static_cast<char>(extended_mib >> (8 * i));
  return bytes;
}

TEST(Smbios, ModuleSizes) {
  EXPECT_EQ(module_bytes(module_structure(0x4000, 0)), std::int64_t{16} << 30);
  EXPECT_EQ(module_bytes(module_structure(0x7fff, 65536)), std::int64_t{64} << 30);
  EXPECT_EQ(module_bytes(module_structure(0x8400, 0)), std::int64_t{1} << 20) << "in KiB";
  EXPECT_EQ(module_bytes(module_structure(0, 0)), 0) << "empty slot";
  EXPECT_EQ(module_bytes(module_structure(0xffff, 0)), std::nullopt);
  EXPECT_EQ(module_bytes("short"), std::nullopt);
}

TEST(Smbios, ComesBeforeEdac) {
  HostTree tree;
  const auto edac = read_modules(tree.files());
  ASSERT_TRUE(edac.has_value());
  EXPECT_EQ(edac->source, "edac");
  EXPECT_EQ(edac->bytes, std::int64_t{32} * 65536 << 20);
  for (int slot = 0; slot < 4; ++slot)
    tree.write("/sys/firmware/dmi/entries/17-" + std::to_string(slot) + "/raw",
               module_structure(slot == 3 ? 0 : 0x7fff, slot == 3 ? 0 : 65536) + "A1");
  const auto smbios = read_modules(tree.files());
  ASSERT_TRUE(smbios.has_value());
  EXPECT_EQ(smbios->source, "smbios");
  EXPECT_EQ(smbios->count, 3);
  EXPECT_EQ(smbios->bytes, std::int64_t{3} * 65536 << 20);
}

TEST(ClockState, ReadsTheKernelsFlags) {
  EXPECT_TRUE(parse_adjtimex("status: 8193\nmaxerror: 3500\noffset: 1200\n").synchronised);
  EXPECT_DOUBLE_EQ(parse_adjtimex("status: 8193\nmaxerror: 3500\noffset: 1200\n").offset_s, 1.2e-6);
  EXPECT_DOUBLE_EQ(parse_adjtimex("status: 1\nmaxerror: 3500\noffset: 1200\n").offset_s, 1.2e-3);
  EXPECT_FALSE(parse_adjtimex("status: 64\nmaxerror: 16000000\n").synchronised);
  EXPECT_NE(parse_adjtimex("status: x\n").why_not, "");
}

TEST(ClockState, OfThisMachineIsTold) { EXPECT_EQ(read_clock_state(HostFiles()).why_not, ""); }

}  // namespace
}  // namespace assay
