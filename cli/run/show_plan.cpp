#include "cli/run/show_plan.hpp"

#include <nlohmann/json.hpp>

#include "core/units.hpp"
#include "reports/render/aligned.hpp"
#include "reports/render/quantity.hpp"

namespace assay {
namespace {

/// "host", "cuda x 8 at once", "cuda, the whole node".
std::string device_of(const PlannedTest& test) {
  if (test.whole_node) return test.device + ", the whole node";
  if (test.subjects.size() < 2) return test.device;
  return test.device + " x " + std::to_string(test.subjects.size()) +
         (test.times == 1 ? " at once" : " in turn");
}

std::string as_text(const Plan& plan) {
  using Side = Aligned::Side;
  Aligned tests({Side::left, Side::left, Side::right, Side::right});
  tests.add({"test", "device", "takes", "at most"});
  for (const PlannedTest& test : plan.tests)
    tests.add({test.id, device_of(test), quantity(test.seconds, Unit::seconds),
               quantity(test.timeout_s, Unit::seconds)});
  std::string text = tests.text() + "\n" + std::to_string(plan.tests.size()) + " tests, about " +
                     quantity(planned_seconds(plan), Unit::seconds) + "\n";
  if (plan.left_out.empty()) return text;
  Aligned left_out({Side::left, Side::left, Side::left});
  for (const LeftOut& test : plan.left_out) left_out.add({test.id, test.device, test.reason});
  return text + "\nnot run:\n" + left_out.text("  ");
}

std::string as_json(const Plan& plan) {
  using Json = nlohmann::ordered_json;
  Json tests = Json::array();
  for (const PlannedTest& test : plan.tests)
    tests.push_back({{"test", test.id},
                     {"device", test.device},
                     {"subjects", test.subjects},
                     {"seconds", test.seconds},
                     {"timeout_s", test.timeout_s}});
  Json left_out = Json::array();
  for (const LeftOut& test : plan.left_out)
    left_out.push_back({{"test", test.id}, {"device", test.device}, {"reason", test.reason}});
  const Json json{{"seconds", planned_seconds(plan)}, {"tests", tests}, {"left_out", left_out}};
  return json.dump(2) + "\n";
}

}  // namespace

std::string show_plan(const Plan& plan, const std::string& format) {
  return format == "json" ? as_json(plan) : as_text(plan);
}

}  // namespace assay
