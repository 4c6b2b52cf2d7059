#include "reports/render/aligned.hpp"

#include <gtest/gtest.h>

#include "core/error.hpp"
#include "reports/render/plain.hpp"
#include "tests/reports/render/parsed.hpp"
#include "tests/reports/render/samples.hpp"

namespace assay {
namespace {

using Side = Aligned::Side;

TEST(Aligned, ColumnsStandUnderEachOtherWhateverTheScript) {
  Aligned table({Side::left, Side::right, Side::left});
  table.add({"a", "1", "x"});
  table.add({"日本語", "1000", "y"});
  table.add({"e\u0301te\u0301", "", "z"});
  EXPECT_EQ(table.text(), "a          1  x\n日本語  1000  y\ne\u0301te\u0301        -  z\n");
}

TEST(Aligned, OneEndlessCellMakesNoOtherRowLonger) {
  Aligned table({Side::left, Side::left});
  table.add({std::string(1U << 20U, 'x'), std::string(1U << 20U, 'y')});
  table.add({"a", "b"});
  for (const std::string& line : lines_of(table.text())) EXPECT_LT(columns(line), 600U);
}

TEST(Aligned, NoCellBreaksItsRow) {
  for (const std::string& text : hostile_texts()) {
    Aligned table({Side::left, Side::left});
    table.add({text, "end"});
    const std::string row = table.text();
    EXPECT_EQ(lines_of(row).size(), 1U) << row;
    EXPECT_EQ(row.find("  "), row.rfind("  ")) << row;
  }
}

TEST(Aligned, ColourTakesNoRoom) {
  Aligned table({Side::left, Side::left});
  table.add({"fail", "x"});
  table.paint(0, Verdict::fail);
  table.add({"unknown", "y"});
  EXPECT_EQ(table.text(), "\x1b[1;31mfail\x1b[0m     x\nunknown  y\n");
}

TEST(Aligned, RefusesARowOfAnotherLength) {
  Aligned table({Side::left, Side::left});
  EXPECT_THROW(table.add({"only one"}), Error);
}

}  // namespace
}  // namespace assay
