#include "cli/run/event_stream.hpp"

#include <nlohmann/json.hpp>
#include <ostream>

#include "core/error.hpp"
#include "reports/writer.hpp"

namespace assay {
namespace {

using Json = nlohmann::ordered_json;

std::string text_of(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// The members of an object, without its braces.
std::string members_of(const Json& object) {
  const std::string text = text_of(object);
  return text.substr(1, text.size() - 2);
}

}  // namespace

EventStream::EventStream(const std::string& target, Open how, std::ostream& out, const Clock& clock)
    : clock_(clock) {
  if (target.empty()) return;
  stream_ = &out;
  if (target == "-") return;
  file_.open(target, how == Open::anew ? std::ios::trunc : std::ios::app);
  if (!file_) throw InputError("--events", 0, target, "cannot be written");
  stream_ = &file_;
}

void EventStream::put(const std::string& kind, const std::string& members) {
  if (stream_ == nullptr) return;
  const Json head{{"at", iso8601(clock_.wall_s())}, {"kind", kind}};
  *stream_ << '{' + members_of(head) + ',' + members + "}\n" << std::flush;
  if (!*stream_) stream_ = nullptr;
}

void EventStream::run_started(const Report& report, const std::string& path) {
  put("run_started", members_of({{"run", report.run.id},
                                 {"node", report.node.hostname},
                                 {"level", report.run.level},
                                 {"planned", report.run.planned},
                                 {"report", path}}));
}

void EventStream::test_started(const PlannedTest& test, std::int64_t attempt) {
  put("test_started", members_of({{"test", test.id},
                                  {"device", test.device},
                                  {"seconds", test.seconds},
                                  {"attempt", attempt}}));
}

void EventStream::result(const Result& result) { put("result", "\"result\":" + to_json(result)); }

void EventStream::event(const Event& event) { put("event", "\"event\":" + to_json(event)); }

void EventStream::run_ended(const Report& report, const std::string& path,
                            const std::string& verdict) {
  Json json{{"run", report.run.id}, {"complete", report.run.complete}, {"report", path}};
  if (!verdict.empty()) json["verdict"] = verdict;
  put("run_ended", members_of(json));
}

}  // namespace assay
