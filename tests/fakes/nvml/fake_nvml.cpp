#include "tests/fakes/nvml/fake_nvml.hpp"

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "core/error.hpp"

namespace assay::fakes {
namespace fs = std::filesystem;
namespace {

constexpr const char* kLibrary = "libnvidia-ml.so.1";

fs::path own_folder() {
  std::string name = (fs::temp_directory_path() / "assay-nvml-XXXXXX").string();
  require(errno_status(mkdtemp(name.data()) != nullptr), "make a folder for a fake NVML");
  return name;
}

}  // namespace

FakeNvml::FakeNvml(Driver driver, const fs::path& folder)
    : folder_(folder.empty() ? own_folder() : folder), own_folder_(folder.empty()) {
  const char* built = driver == Driver::current ? "nvml" : "nvml-old";
  fs::create_directories(folder_);
  // A copy, because the loader opens one file only once: two fakes would share their scenario.
  fs::copy_file(fs::path(ASSAY_BINARY_DIR) / "fakes" / built / kLibrary, folder_ / kLibrary);
  write();
}

FakeNvml::~FakeNvml() {
  std::error_code ignored;
  if (own_folder_) fs::remove_all(folder_, ignored);
}

std::string FakeNvml::library() const { return (folder_ / kLibrary).string(); }

fs::path FakeNvml::scenario_folder() {
  return fs::path(ASSAY_SOURCE_DIR) / "tests/fakes/nvml/scenarios";
}

void FakeNvml::tell(const std::string& lines) {
  lines_ = lines;
  write();
}

void FakeNvml::play(const std::string& name) {
  const fs::path file = scenario_folder() / (name + ".scenario");
  std::ifstream in(file);
  if (!in) throw Error("no scenario " + file.string());
  std::ostringstream text;
  text << in.rdbuf();
  tell(text.str());
}

void FakeNvml::at(double seconds) {
  at_s_ = seconds;
  write();
}

/// Replaced in one step, for the library may be reading it.
void FakeNvml::write() const {
  const fs::path file = library() + ".scenario";
  const fs::path beside = library() + ".new";
  std::ofstream out(beside);
  out << lines_ << '\n';
  if (at_s_) out << "0 node clock " << *at_s_ << '\n';
  out.close();
  fs::rename(beside, file);
}

}  // namespace assay::fakes
