#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "reports/verdict.hpp"

namespace assay {

/// One GPU as it was tested. Its serial number is signed, and not read again on admission: only
/// NVML tells it, and that takes seconds.
struct TestedGpu {
  std::string pci, uuid, vbios, serial;
  friend bool operator==(const TestedGpu&, const TestedGpu&) = default;
};

/// The hardware that was tested. The host name and the driver are told, and no part of it.
struct TestedNode {
  std::string hostname, machine_id, driver;
  std::string board_serial;       ///< "" of a board that has none
  std::vector<TestedGpu> gpus;    ///< sorted by PCI address
  std::vector<std::string> nics;  ///< node GUIDs of RDMA devices, sorted
  friend bool operator==(const TestedNode&, const TestedNode&) = default;
};

/// A statement that this hardware passed that profile. Hashes are SHA-256 in hexadecimal digits.
struct Certificate {
  std::string issuer;         ///< key_id() of who signed it
  std::int64_t sequence = 0;  ///< grows from certificate to certificate of an issuer; up to 2^53
  std::int64_t issued_s = 0, expires_s = 0;  ///< seconds since 1970
  std::string profile, profile_hash;
  std::string baseline_hash;  ///< of the file judged against besides; "" = none was
  std::string level;          ///< the highest at which a report passed
  Verdict verdict = Verdict::unknown;
  std::vector<std::string> warnings;  ///< that the issuer accepted, sorted
  std::vector<std::string> reports;   ///< hashes of the evidence, sorted
  TestedNode node;
  friend bool operator==(const Certificate&, const Certificate&) = default;
};

/// The one byte string that stands for a certificate, and what is signed: JSON as RFC 8785 writes
/// it (UTF-8, keys sorted, no white space, shortest escapes), with strings, integers, lists and
/// objects only. What is empty is left out.
[[nodiscard]] std::string canonical(const Certificate& certificate);

/// The certificate that `body` is the canonical form of. Throws InputError for any other bytes,
/// down to white space, order of keys and unknown members.
[[nodiscard]] Certificate parse_certificate(const std::string& body);

/// What names a certificate: the hash of its canonical form.
[[nodiscard]] std::string certificate_id(const Certificate& certificate);

}  // namespace assay
