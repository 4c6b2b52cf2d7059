#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "reports/certificate/admit.hpp"
#include "reports/certificate/draw_up.hpp"

namespace assay {

/// When the samples were issued: 2026-11-21T19:11:00Z.
inline constexpr std::int64_t kIssued_s = 1'795'288'260;
inline constexpr std::int64_t kDay_s = 86400;

/// The key whose seed is 32 times `byte`.
[[nodiscard]] SecretKey key_of(unsigned char byte);

/// What HostTree's node says of itself, read as an inventory reads it and as admission does.
[[nodiscard]] const Node& healthy_node();
[[nodiscard]] const Chassis& healthy_chassis();

/// A report of that node that passed a profile "demo" at level standard.
[[nodiscard]] JudgedReport passed_report();

/// Of healthy_node(), valid for 30 days from kIssued_s, signed by key_of(1).
[[nodiscard]] Certificate sample_certificate();

/// Trusts key_of(1); now is an hour after kIssued_s.
[[nodiscard]] AdmissionRules sample_rules();

/// `certificate` as `key` signs it, presented without lists.
[[nodiscard]] Presented presented(const Certificate& certificate, const SecretKey& key = key_of(1));

[[nodiscard]] std::vector<std::string> ids_of(const std::vector<Reason>& reasons);

/// A folder of its own, gone afterwards.
class TemporaryFolder {
 public:
  TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder();
  [[nodiscard]] std::string file(const std::string& name) const { return (path_ / name).string(); }
  /// Writes a file and returns its path.
  std::string write(const std::string& name, const std::string& text) const;

 private:
  std::filesystem::path path_;
};

[[nodiscard]] std::string text_of(const std::string& path);

}  // namespace assay
