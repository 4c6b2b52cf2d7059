#pragma once
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "core/host_files.hpp"

namespace assay {

/// A folder with the few files that a source reads: HostTree makes a whole node, which takes its
/// time. The folder goes when the object goes.
class SmallTree {
 public:
  SmallTree() {
    std::string name = testing::TempDir() + "assay-tree-XXXXXX";
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    root_ = name;
  }
  SmallTree(const SmallTree&) = delete;
  SmallTree& operator=(const SmallTree&) = delete;
  ~SmallTree() { std::filesystem::remove_all(root_); }

  [[nodiscard]] const std::filesystem::path& root() const noexcept { return root_; }
  [[nodiscard]] HostFiles files() const { return HostFiles(root_); }
  [[nodiscard]] std::filesystem::path at(const std::string& path) const {
    return root_ / path.substr(1);
  }
  void write(const std::string& path, const std::string& text) const {
    put(path, text, std::ios::out);
  }
  void append(const std::string& path, const std::string& text) const {
    put(path, text, std::ios::app);
  }
  void set(const std::string& path, std::int64_t value) const {
    write(path, std::to_string(value) + "\n");
  }
  void remove(const std::string& path) const { std::filesystem::remove_all(at(path)); }

 private:
  void put(const std::string& path, const std::string& text, std::ios::openmode mode) const {
    std::filesystem::create_directories(at(path).parent_path());
    std::ofstream(at(path), mode | std::ios::out) << text;
  }
  std::filesystem::path root_;
};

}  // namespace assay
