#include "cli/history/ingest.hpp"

#include <fmt/format.h>

#include <array>
#include <exception>
#include <map>
#include <ostream>
#include <set>

#include "cli/output.hpp"
#include "core/error.hpp"
#include "reports/history/history.hpp"
#include "reports/reader.hpp"
#include "reports/render/plain.hpp"
#include "reports/render/summary.hpp"
#include "reports/site.hpp"

namespace assay {
namespace {

using history::Entry;
using history::NightNumber;
using Added = history::Ingest::Added;

std::optional<NightNumber> wanted_night(const std::string& text) {
  if (text.empty()) return std::nullopt;
  const auto night = history::parse_night(text);
  if (!night || text.size() != 10)
    throw InputError("", 0, "--night", "\"" + text + "\" is no date as 2026-11-21 is");
  return night;
}

class Intake {
 public:
  Intake(const IngestArguments& arguments, Console& console)
      : arguments_(arguments),
        console_(console),
        night_(wanted_night(arguments.night)),
        history_(arguments.database, history::Access::write),
        ingest_(history_) {
    if (!arguments.site.empty()) site_ = load_site(arguments.site);
  }

  ExitCode run() {
    for (const std::string& path : arguments_.reports) read(path);
    if (read_ == 0 && first_error_) throw InputError(*first_error_);
    ingest_.commit();
    write_output(console_, "", "-", summary());
    return left_out_ > 0 ? ExitCode::unknown : ExitCode::pass;
  }

 private:
  void read(const std::string& path) {
    try {
      read_reports(
          path, [&](const ReadReport& report) { take(report); },
          [&](const std::string&, const InputError& error) { leave_out(error); });
    } catch (const InputError& error) {
      leave_out(error);
    }
  }

  /// Of the history itself nothing may be left out: such an error ends it all.
  void take(const ReadReport& read) {
    Report report = read.report;
    if (!report.run.injected.empty())
      return leave_out(
          InputError(read.source, 0, "run.injected",
                     "faults were planted in this run; it is no past of its hardware"));
    if (site_ && !report.node.place)
      if (const SiteHost* host = site_->find(report.node.hostname)) report.node.place = host->place;
    Entry entry;
    try {
      entry = history::condense(report, read.source, night_);
    } catch (const InputError& error) {
      return leave_out(error);
    }
    add(entry);
  }

  void add(const Entry& entry) {
    Added added = Added::known;
    try {
      added = ingest_.add(entry);
    } catch (const InputError& error) {
      throw Failure(error);
    }
    ++read_;
    ++counts_.at(static_cast<std::size_t>(added));
    if (added == Added::conflict)
      leave_out(InputError(entry.source, 0, "run.id",
                           "a complete report of run " + entry.run + " on " + entry.host +
                               " is there already, and says something else"));
    if (added == Added::added || added == Added::replaced) nights_.insert(entry.night);
  }

  void leave_out(const InputError& error) {
    ++left_out_;
    if (!first_error_) first_error_ = error;
    console_.err << "assay: left out: " << plain(error.what()) << '\n';
  }

  [[nodiscard]] std::string summary() const {
    static constexpr std::array kWords{"added", "replaced by their complete form", "known already",
                                       "older than what is known", ""};
    std::string text;
    for (std::size_t i = 0; i + 1 < counts_.size(); ++i)
      if (counts_.at(i) > 0)
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", counted(counts_.at(i), "report"),
                            kWords.at(i));
    if (left_out_ > 0)
      text += fmt::format("{}{} left out", text.empty() ? "" : ", ", counted(left_out_, "report"));
    if (nights_.size() == 1) text += "; night " + history::night_text(*nights_.begin());
    if (nights_.size() > 1)
      text += fmt::format("; {} nights from {} to {}", nights_.size(),
                          history::night_text(*nights_.begin()),
                          history::night_text(*nights_.rbegin()));
    return text + '\n';
  }

 public:
  /// What the database says, carried past the reader of reports, which takes an InputError for one
  /// of a report.
  struct Failure : std::exception {
    explicit Failure(InputError e) : error(std::move(e)) {}
    [[nodiscard]] const char* what() const noexcept override { return error.what(); }
    InputError error;
  };

 private:
  const IngestArguments& arguments_;
  Console& console_;
  std::optional<NightNumber> night_;
  std::optional<Site> site_;
  history::History history_;
  history::Ingest ingest_;
  std::array<std::size_t, 5> counts_{};
  std::size_t read_ = 0, left_out_ = 0;
  std::optional<InputError> first_error_;
  std::set<NightNumber> nights_;
};

}  // namespace

ExitCode ingest_reports(const IngestArguments& arguments, Console& console) {
  try {
    return Intake(arguments, console).run();
  } catch (const Intake::Failure& failure) {
    throw InputError(failure.error);
  }
}

}  // namespace assay
