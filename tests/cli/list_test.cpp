#include <gmock/gmock.h>

#include <cstdio>
#include <filesystem>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/modules.hpp"
#include "collectives/mpi/module.hpp"
#include "collectives/nccl/module.hpp"
#include "core/error.hpp"
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
  EXPECT_EQ(found,
            (std::set<std::string>{"blas", "cuda", "mpi", "nccl", "postgresql", "topology"}));
}

TEST(Modules, SayWhyNot) {
  for (const auto& module : modules(HostFiles("/no/such/root")))
    if (!module.usable) {
      EXPECT_THAT(module.state,
                  testing::AnyOf(testing::StartsWith("not built: "), testing::HasSubstr("driver"),
                                 testing::HasSubstr("libmpi"), testing::HasSubstr("libnccl")));
      EXPECT_EQ(module.state.find('\n'), std::string::npos) << module.state;
    }
}

/// The module of that name as the program of this build lists it, with `variable` set.
Json listed(const std::string& name, const std::string& variable) {
  const std::string command = variable + " " + ASSAY_BINARY_DIR + "/bin/assay list --json";
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  std::string text;
  for (int c = fgetc(pipe.get()); c != EOF; c = fgetc(pipe.get())) text += static_cast<char>(c);
  const Json all = Json::parse(text);
  for (const Json& module : all.at("modules"))
    if (module.at("name") == name) return module;
  ADD_FAILURE() << "no module " << name;
  return {};
}

bool is_built(const std::string& name) {
  return std::filesystem::exists(ASSAY_BINARY_DIR "/lib/libassay_" + name + ".so");
}

TEST(Modules, MpiSaysItsVersion) {
  const Json mpi = listed("mpi", "true;");
  EXPECT_EQ(mpi.at("usable"), is_built("mpi"));
  if (!is_built("mpi")) GTEST_SKIP() << "no MPI here";
  EXPECT_THAT(mpi.at("state").get<std::string>(),
              testing::MatchesRegex("[A-Z][A-Za-z ]+ [0-9]+\\.[0-9.]+.*"));
}

TEST(Modules, NcclSaysItsVersionAndItsFile) {
  if (!is_built("nccl")) {
    EXPECT_THAT(listed("nccl", "true;").at("state").get<std::string>(),
                testing::StartsWith("not built: "));
    GTEST_SKIP() << "built without CUDA";
  }
  const std::string folder = ASSAY_BINARY_DIR "/fakes/nccl";
  const Json nccl = listed("nccl", "FAKE_NCCL_VERSION=22809 ASSAY_CUDA_LIBRARIES=" + folder);
  EXPECT_EQ(nccl.at("usable"), true);
  EXPECT_EQ(nccl.at("state"), "NCCL 2.28.9 at " + folder + "/libnccl.so.2");
}

TEST(Modules, ThatCannotBeOpenedSayItInOneLine) {
  for (const std::string path :
       {ASSAY_BINARY_DIR "/lib/libassay_none.so", ASSAY_SOURCE_DIR "/README.md",
        ASSAY_BINARY_DIR "/lib/libassay_topology.so"})
    for (const auto& open : std::vector<std::function<void()>>{
             [&] { (void)open_mpi_module(path); }, [&] { (void)open_nccl_module(path); }}) {
      try {
        open();
        ADD_FAILURE() << path << " was opened";
      } catch (const Error& error) {
        EXPECT_THAT(error.what(), testing::HasSubstr(path));
        EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos);
      }
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
