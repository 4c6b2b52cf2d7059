#pragma once
#include <string>
#include <vector>

#include "reports/certificate/certificate.hpp"
#include "tests/cli/sample_reports.hpp"
#include "tests/fakes/host_tree.hpp"

namespace assay {

/// A node of files, a report of it that passes demo.yaml, and a key pair "key".
class GateVerbs : public InFolder {
 protected:
  GateVerbs();

  /// A report of the tree's node, as inventory would tell it now.
  [[nodiscard]] Report report(double bytes_per_second = 3e9) const;
  /// `assay certify WORDS --profile demo.yaml --key key -o CERT`
  Ended certify(const std::string& certificate = "cert.json",
                std::vector<std::string> words = {"report.json"}) const;
  /// `assay admit CERT --trust key.pub --root TREE WORDS --format json`
  Ended admit(const std::string& certificate = "cert.json",
              std::vector<std::string> words = {}) const;
  /// The ids of the reasons that `assay admit --format json` printed.
  [[nodiscard]] static std::vector<std::string> reasons_in(const Ended& ended);
  /// What the file says, whoever signed it.
  [[nodiscard]] static Certificate certificate_in(const std::string& file);
  /// Signs `certificate` with the key in `key`, as nobody but its owner can.
  std::string sign(const Certificate& certificate, const std::string& file,
                   const std::string& key = "key");

  fakes::HostTree tree_;
};

}  // namespace assay
