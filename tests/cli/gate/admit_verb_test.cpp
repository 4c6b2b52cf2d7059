#include <gmock/gmock.h>
#include <sys/stat.h>

#include <nlohmann/json.hpp>

#include "core/clock.hpp"
#include "tests/cli/gate/gate.hpp"

namespace assay {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

class AdmitVerb : public GateVerbs {
 protected:
  AdmitVerb() { EXPECT_EQ(certify().status, 0); }

  void expect(int status, const std::string& id, const Ended& ended) {
    EXPECT_EQ(ended.status, status) << ended.out << ended.err;
    EXPECT_THAT(reasons_in(ended), ElementsAre(id));
  }
};

TEST_F(AdmitVerb, TheNodeThatWasTested) {
  const Ended ended = admit();
  EXPECT_EQ(ended.status, 0) << ended.out << ended.err;
  const auto json = nlohmann::json::parse(ended.out);
  EXPECT_EQ(json.at("verdict"), "pass");
  EXPECT_EQ(json.at("node"), "node-0001");
  EXPECT_EQ(json.at("certificate"), certificate_id(certificate_in("cert.json")));
  EXPECT_TRUE(json.at("reasons").empty());
  const Ended text = assay_in_process(
      {"admit", "cert.json", "--trust", "key.pub", "--root", tree_.root().string()});
  EXPECT_EQ(text.status, 0);
  EXPECT_THAT(text.out, testing::StartsWith("admitted\n"));
}

TEST_F(AdmitVerb, AnUnknownKey) {
  EXPECT_EQ(assay_in_process({"keygen", "-o", "other"}).status, 0);
  sign(certificate_in("cert.json"), "cert.json", "other");
  expect(1, "unknown-issuer", admit());
  EXPECT_EQ(admit("cert.json", {"--trust", "other.pub"}).status, 0);
  EXPECT_EQ(admit("cert.json", {"--trust-dir", "."}).status, 0);
}

TEST_F(AdmitVerb, AFlippedByte) {
  const std::string good = read("cert.json");
  for (std::size_t i = 0; i < good.size(); i += 41) {
    std::string bad = good;
    bad[i] = static_cast<char>(bad[i] ^ 4);
    write("bad.json", bad);
    const Ended ended = admit("bad.json");
    EXPECT_EQ(ended.status, 1) << i;
    EXPECT_THAT(reasons_in(ended),
                ElementsAre(testing::AnyOf("altered-certificate", "unknown-issuer")))
        << i;
  }
}

TEST_F(AdmitVerb, AnExpiredOne) {
  Certificate certificate = certificate_in("cert.json");
  certificate.expires_s = certificate.issued_s;
  expect(1, "expired-certificate", admit(sign(certificate, "cert.json")));
}

TEST_F(AdmitVerb, OneFromTheFuture) {
  Certificate certificate = certificate_in("cert.json");
  certificate.issued_s += 3600;
  expect(1, "certificate-from-future", admit(sign(certificate, "cert.json")));
}

TEST_F(AdmitVerb, OnTheWrongNode) {
  tree_.write("/etc/machine-id", "ffffffffffffffffffffffffffffffff\n");
  expect(1, "other-machine", admit());
}

TEST_F(AdmitVerb, AGpuSwappedSince) {
  const std::string path = "/proc/driver/nvidia/gpus/" + fakes::HostTree::gpu(2) + "/information";
  std::string text = tree_.files().read(path).text;
  text.replace(text.find(fakes::HostTree::uuid(2)), 8, "GPU-ffff");
  tree_.write(path, text);
  expect(1, "changed-hardware", admit());
  tree_.make_unreadable(path);
  const Ended masked = admit();
  EXPECT_EQ(masked.status, 2);
  EXPECT_THAT(reasons_in(masked), testing::Each(std::string("hidden-identity")));
}

TEST_F(AdmitVerb, AReplayedOlderOne) {
  ASSERT_EQ(certify("newer.json").status, 0);
  EXPECT_EQ(admit("cert.json", {"--state", "seen"}).status, 0);
  EXPECT_EQ(admit("newer.json", {"--state", "seen"}).status, 0);
  EXPECT_EQ(admit("newer.json", {"--state", "seen"}).status, 0);
  expect(1, "replayed-certificate", admit("cert.json", {"--state", "seen"}));
  EXPECT_EQ(admit("cert.json").status, 0) << "without a state nobody knows";
}

TEST_F(AdmitVerb, WhatCannotBeRememberedIsNotAdmitted) {
  EXPECT_EQ(admit("cert.json", {"--state", "none/seen"}).status, 3);
  write("seen", "gibberish\n");
  const Ended broken = admit("cert.json", {"--state", "seen"});
  EXPECT_EQ(broken.status, 3);
  EXPECT_THAT(broken.err, HasSubstr("seen:1"));
  EXPECT_EQ(broken.out, "");
}

TEST_F(AdmitVerb, OneBelowTheOldestThatCounts) {
  const std::int64_t number = certificate_in("cert.json").sequence;
  write("oldest", std::to_string(number) + "\n");
  EXPECT_EQ(admit("cert.json", {"--min-sequence", "oldest"}).status, 0);
  write("oldest", std::to_string(number + 1) + "\n");
  expect(1, "withdrawn-sequence", admit("cert.json", {"--min-sequence", "oldest"}));
  EXPECT_EQ(admit("cert.json", {"--min-sequence", "none"}).status, 3);
}

TEST_F(AdmitVerb, AProfileThatIsNotAllowed) {
  EXPECT_EQ(admit("cert.json", {"--profile", "other", "--profile", "demo"}).status, 0);
  expect(1, "profile-not-allowed", admit("cert.json", {"--profile", "other"}));
  const std::string hash = certificate_in("cert.json").profile_hash;
  EXPECT_EQ(admit("cert.json", {"--profile", "demo@" + hash}).status, 0);
  expect(1, "profile-not-allowed",
         admit("cert.json", {"--profile", "demo@" + std::string(64, '0')}));
  EXPECT_EQ(admit("cert.json", {"--profile", "demo@12"}).status, 3);
}

TEST_F(AdmitVerb, ARevokedOne) {
  EXPECT_EQ(assay_in_process({"revoke", "cert.json", "--key", "key", "--list", "revoked.json",
                              "--reason", "row remap pending"})
                .status,
            0);
  const Ended ended = admit("cert.json", {"--revoked", "revoked.json"});
  expect(1, "revoked-certificate", ended);
  EXPECT_THAT(ended.out, HasSubstr("row remap pending"));
  EXPECT_EQ(admit("cert.json", {"--revoked", "none.json"}).status, 3);
  write("revoked.json", "{}");
  expect(2, "bad-revocations", admit("cert.json", {"--revoked", "revoked.json"}));
}

TEST_F(AdmitVerb, AListMayNotBeOlderThanIsSaid) {
  EXPECT_EQ(
      assay_in_process({"revoke", std::string(64, 'a'), "--key", "key", "--list", "list"}).status,
      0);
  EXPECT_EQ(admit("cert.json", {"--revoked", "list", "--max-list-age", "1d"}).status, 0);
  expect(2, "stale-revocations", admit("cert.json", {"--revoked", "list", "--max-list-age", "0s"}));
}

TEST_F(AdmitVerb, NoCertificateIsUnknown) { expect(2, "absent-certificate", admit("none.json")); }

TEST_F(AdmitVerb, WhatDecidesMustBeSafeFromOthers) {
  ASSERT_EQ(chmod("key.pub", 0666), 0);
  EXPECT_EQ(admit().status, 3);
  ASSERT_EQ(chmod("key.pub", 0644), 0);
  write("oldest", "1\n");
  ASSERT_EQ(chmod("oldest", 0666), 0);
  EXPECT_EQ(admit("cert.json", {"--min-sequence", "oldest"}).status, 3);
}

TEST_F(AdmitVerb, WithoutAnybodyToBelieveNothingIsAsked) {
  const Ended ended = assay_in_process({"admit", "cert.json", "--root", tree_.root().string()});
  EXPECT_EQ(ended.status, 3);
  EXPECT_THAT(ended.err, HasSubstr("--trust"));
}

TEST_F(AdmitVerb, ThisMachineIsNotTheOneOfFiles) {
  const Ended ended = assay_in_process({"admit", "cert.json", "--trust", "key.pub"});
  EXPECT_THAT(ended.status, testing::AnyOf(1, 2));
  EXPECT_THAT(ended.out, testing::StartsWith("refused\n"));
}

}  // namespace
}  // namespace assay
