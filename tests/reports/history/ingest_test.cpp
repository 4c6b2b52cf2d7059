#include "tests/reports/history/backend.hpp"

namespace assay::history {
namespace {

using Added = Ingest::Added;

TEST_P(OnBackend, IngestKeepsWhatItWasGiven) {
  EXPECT_EQ(ingest_all(url(), {small_entry("a", 20'000), small_entry("b", 20'000)}), Added::added);
  EXPECT_EQ(ask("SELECT count(*) FROM run"), 2);
  EXPECT_EQ(ask("SELECT count(*) FROM reading"), 6);
  EXPECT_EQ(ask("SELECT count(*) FROM device"), 6);
  EXPECT_EQ(ask("SELECT count(*) FROM metric"), 2) << "once for all nodes";
  EXPECT_EQ(ask("SELECT count(*) FROM setup"), 1);
  EXPECT_EQ(ask("SELECT count(*) FROM reading WHERE value = 3e12"), 2);
}

TEST_P(OnBackend, TheSameReportTwiceChangesNothing) {
  const std::vector<Entry> night{small_entry("a", 20'000), small_entry("b", 20'000)};
  ingest_all(url(), night);
  const std::string before = dump();
  EXPECT_EQ(ingest_all(url(), night), Added::known);
  Entry renamed = night.back();
  renamed.night += 1;  // the same report under another night and file name is still the same
  renamed.source = "copy.json";
  EXPECT_EQ(ingest_all(url(), {renamed}), Added::known);
  EXPECT_EQ(dump(), before);
  EXPECT_EQ(ingest_all(url(), {night[0], night[0]}), Added::known) << "within one ingest, too";
}

TEST_P(OnBackend, ACompleteReportTakesThePlaceOfItsBeginning) {
  Entry begun = small_entry("a", 20'000);
  begun.complete = false;
  begun.readings.pop_back();
  begun.content = "begun";
  begun.troubles = {{.device = 1, .test = "memory.read", .outcome = Outcome::error}};
  const Entry ended = small_entry("a", 20'000);
  EXPECT_EQ(ingest_all(url(), {begun}), Added::added);
  EXPECT_EQ(ask("SELECT count(*) FROM trouble"), 1);
  EXPECT_EQ(ingest_all(url(), {ended}), Added::replaced);
  EXPECT_EQ(ask("SELECT count(*) FROM run"), 1);
  EXPECT_EQ(ask("SELECT count(*) FROM reading"), 3);
  EXPECT_EQ(ask("SELECT count(*) FROM sighting"), 3);
  EXPECT_EQ(ask("SELECT count(*) FROM trouble"), 0);
  const std::string before = dump();
  EXPECT_EQ(ingest_all(url(), {begun}), Added::older);
  Entry other = small_entry("a", 20'000, 1e12);
  EXPECT_EQ(ingest_all(url(), {other}), Added::conflict);
  EXPECT_EQ(dump(), before);
}

TEST_P(OnBackend, BothStatesInOneIngest) {
  Entry begun = small_entry("a", 20'000);
  begun.complete = false;
  begun.content = "begun";
  EXPECT_EQ(ingest_all(url(), {begun, small_entry("a", 20'000)}), Added::replaced);
  EXPECT_EQ(ask("SELECT count(*) FROM run"), 1);
  EXPECT_EQ(ask("SELECT count(*) FROM reading"), 3);
}

TEST_P(OnBackend, WithoutCommitNothingIsThere) {
  ingest_all(url(), {small_entry("a", 20'000)});
  const std::string before = dump();
  {
    History history(url(), Access::write);
    Ingest ingest(history);
    EXPECT_EQ(ingest.add(small_entry("b", 20'000)), Added::added);
  }
  EXPECT_EQ(dump(), before);
}

TEST_P(OnBackend, TwoRunsOfOneNightAreBothKept) {
  Entry again = small_entry("a", 20'000, 2e12);
  again.run = "a second run";
  ingest_all(url(), {small_entry("a", 20'000), again});
  EXPECT_EQ(ask("SELECT count(*) FROM reading"), 6);
  EXPECT_EQ(ask("SELECT count(*) FROM device"), 3);
}

TEST_P(OnBackend, ADeviceKnownByItsSerialIsFoundAgainByItsUuid) {
  Entry first = small_entry("a", 20'000);
  first.devices[1].key = first.devices[1].serial;  // a tool that told no UUID
  ingest_all(url(), {first});
  ingest_all(url(), {small_entry("a", 20'001)});
  EXPECT_EQ(ask("SELECT count(*) FROM device"), 3);
  EXPECT_EQ(ask("SELECT count(*) FROM device WHERE key = 'GPU-a-0'"), 1);
  Entry third = first;
  third.run = "third";
  third.night = 20'002;
  ingest_all(url(), {third});
  EXPECT_EQ(ask("SELECT count(*) FROM device"), 3);
  EXPECT_EQ(ask("SELECT count(DISTINCT device) FROM reading"), 3);
}

TEST_P(OnBackend, TwoChipsOfOneSerialStayTwo) {
  Entry entry = small_entry("a", 20'000);
  entry.devices[2].serial = entry.devices[1].serial;
  ingest_all(url(), {entry});
  Entry unclear = small_entry("a", 20'001);
  unclear.devices[1].key = unclear.devices[1].serial;
  ingest_all(url(), {unclear});
  EXPECT_EQ(ask("SELECT count(*) FROM device WHERE kind = 'gpu'"), 3) << "nobody guesses which";
}

TEST_P(OnBackend, ASerialThatIsToldLaterIsKept) {
  Entry first = small_entry("a", 20'000);
  first.devices[1].serial = "";
  ingest_all(url(), {first});
  ingest_all(url(), {small_entry("a", 20'001)});
  EXPECT_EQ(ask("SELECT count(*) FROM device WHERE serial = '16a0'"), 1);
  EXPECT_EQ(ask("SELECT count(*) FROM device"), 3);
}

TEST_P(OnBackend, NightsOfDifferentMonthsAndOldOnesLater) {
  ingest_all(url(), {small_entry("a", 20'778), small_entry("a", 20'800), small_entry("a", 15'000)});
  History history(url(), Access::read);
  EXPECT_EQ(history.nights(), (std::vector<NightNumber>{15'000, 20'778, 20'800}));
  EXPECT_EQ(history.last_nights(1), (std::vector<NightNumber>{20'800}));
  EXPECT_EQ(history.last_nights(2, 20'799), (std::vector<NightNumber>{15'000, 20'778}));
  EXPECT_EQ(ask("SELECT count(*) FROM reading"), 9);
}

}  // namespace
}  // namespace assay::history
