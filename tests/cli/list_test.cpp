#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "cli/modules.hpp"
#include "suites/registry.hpp"
#include "tests/cli/sample_reports.hpp"

namespace assay {
namespace {

using Json = nlohmann::json;

TEST(List, HasEveryTestAndEveryModule) {
  Registry registry;
  host::register_all(registry);
  const Ended text = assay_in_process({"list"});
  const Json json = Json::parse(assay_in_process({"list", "--json"}).out);
  std::set<std::string> listed;
  for (const Json& suite : json.at("suites"))
    for (const Json& test : suite.at("tests")) listed.insert(test.at("id"));
  for (const auto& test : registry.tests()) {
    EXPECT_THAT(text.out, testing::HasSubstr(test.id));
    EXPECT_EQ(listed.count(test.id), 1U);
  }
  EXPECT_EQ(listed.size(), registry.tests().size());
  std::set<std::string> found;
  for (const Json& module : json.at("modules")) {
    found.insert(module.at("name"));
    EXPECT_FALSE(module.at("state").get<std::string>().empty());
  }
  EXPECT_EQ(found, (std::set<std::string>{"blas", "cuda", "topology"}));
}

TEST(Modules, SayWhyNot) {
  for (const auto& module : modules(HostFiles("/no/such/root")))
    if (!module.usable) {
      EXPECT_THAT(module.state,
                  testing::AnyOf(testing::StartsWith("not built: "), testing::HasSubstr("driver")));
    }
}

TEST(Inventory, IsTheNodeOfAReport) {
  const Json node = Json::parse(assay_in_process({"inventory", "--json"}).out);
  EXPECT_TRUE(node.contains("hostname"));
  const Ended text = assay_in_process({"inventory"});
  EXPECT_EQ(text.status, 0);
  EXPECT_THAT(text.out, testing::HasSubstr(node.at("hostname").get<std::string>()));
}

}  // namespace
}  // namespace assay
