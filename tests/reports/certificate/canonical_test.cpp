#include <gmock/gmock.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <random>

#include "core/error.hpp"
#include "tests/reports/certificate/sample.hpp"

namespace assay {
namespace {

using Ordered = nlohmann::ordered_json;

Certificate small_certificate() {
  return {
      .issuer = std::string(64, '1'),
      .sequence = 1'795'288'260'000'001,
      .issued_s = kIssued_s,
      .expires_s = kIssued_s + 30 * kDay_s,
      .profile = "h100-sxm5-80gb",
      .profile_hash = std::string(64, '2'),
      .level = "standard",
      .verdict = Verdict::warn,
      .warnings = {"warn-below memory.read bandwidth gpu 3"},
      .reports = {std::string(64, '3')},
      .node = {.hostname = "näch\"ste\n\x01\x7f/\xE2\x80\xAE",
               .machine_id = "0123456789abcdef0123456789abcdef",
               .driver = "580.95.05",
               .board_serial = "BS42",
               .gpus = {{.pci = "0000:13:00.0", .uuid = "GPU-0", .vbios = "96.00", .serial = "16"}},
               .nics = {"a088:c203:0045:6700"}}};
}

/// What must never change: certificates that are out there are verified by these bytes.
TEST(Canonical, TheBytesAreThese) {
  EXPECT_EQ(
      canonical(small_certificate()),
      R"({"expires":"2026-12-21T19:11:00Z","format":"assay/certificate/1","issued":)"
      R"("2026-11-21T19:11:00Z","issuer":")" +
          std::string(64, '1') +
          R"(","level":"standard","node":{"board_serial":"BS42","driver":"580.95.05","gpus":[)"
          R"({"pci":"0000:13:00.0","serial":"16","uuid":"GPU-0","vbios":"96.00"}],"hostname":)"
          "\"n\xC3\xA4"
          R"(ch\"ste\n\u0001)"
          "\x7f/\xE2\x80\xAE"
          R"(","machine_id":"0123456789abcdef0123456789abcdef","nics":["a088:c203:0045:6700"]},)"
          R"("profile":{"hash":")" +
          std::string(64, '2') + R"(","name":"h100-sxm5-80gb"},"reports":[")" +
          std::string(64, '3') +
          R"("],"sequence":1795288260000001,"verdict":"warn","warnings":[)"
          R"("warn-below memory.read bandwidth gpu 3"]})");
}

/// By another implementation: Python sorted the keys and hashed, OpenSSL signed.
TEST(Canonical, WhatIsSignedAndItsNameAreThese) {
  EXPECT_EQ(certificate_id(small_certificate()),
            "73263d4e57bc93b869262f19ce60ac3944fead6ce179f48eedc7922f0245064e");
  const std::string file = sealed(small_certificate(), key_of(1));
  EXPECT_EQ(
      file,
      R"({"certificate":)" + canonical(small_certificate()) + R"(,"signature":")" +
          "9f3570fcd6706f1bb038c8afda8d1e2ef61f4509f06a8e090b39b9e98cb0e69a88914caca38c0b8a6d1812aa"
          "04c080daae48169b33d9d5b902a1f946fe459106" +
          "\"}\n");
}

std::string random_text(std::mt19937& random) {
  static const std::vector<std::string> kPieces{
      "a",          "Z",    "0",    "\"", "\\", "\n",
      "\t",         "\x01", "\x7f", "</", "ä",  "\xE2\x80\xAE",
      "\U0001F600", " ",    ",",    ":",  "{}", "\xEF\xBB\xBF"};
  std::string text;
  for (auto n = random() % 12; n > 0; --n) text += kPieces[random() % kPieces.size()];
  return text;
}

std::vector<std::string> random_texts(std::mt19937& random) {
  std::vector<std::string> texts(random() % 4);
  for (std::string& text : texts) text = random_text(random);
  return texts;
}

Certificate random_certificate(std::mt19937& random) {
  Certificate certificate{.issuer = random_text(random),
                          .sequence = static_cast<std::int64_t>(random()),
                          .issued_s = static_cast<std::int64_t>(random()),
                          .expires_s = static_cast<std::int64_t>(random()),
                          .profile = random_text(random),
                          .profile_hash = random_text(random),
                          .baseline_hash = random_text(random),
                          .level = random_text(random),
                          .verdict = random() % 2 == 0 ? Verdict::pass : Verdict::warn,
                          .warnings = random_texts(random),
                          .reports = random_texts(random),
                          .node = {.hostname = random_text(random),
                                   .machine_id = random_text(random),
                                   .driver = random_text(random),
                                   .board_serial = random_text(random),
                                   .nics = random_texts(random)}};
  certificate.node.gpus.resize(random() % 4);
  for (TestedGpu& gpu : certificate.node.gpus)
    gpu = {random_text(random), random_text(random), random_text(random), random_text(random)};
  return certificate;
}

/// The same content with the members of every object in another order.
Ordered shuffled(const Ordered& json, std::mt19937& random) {
  if (json.is_array()) {
    Ordered list = Ordered::array();
    for (const Ordered& item : json) list.push_back(shuffled(item, random));
    return list;
  }
  if (!json.is_object()) return json;
  std::vector<std::string> keys;
  for (const auto& [key, value] : json.items()) keys.push_back(key);
  std::shuffle(keys.begin(), keys.end(), random);
  Ordered object = Ordered::object();
  for (const std::string& key : keys) object[key] = shuffled(json.at(key), random);
  return object;
}

TEST(Canonical, EveryCertificateReadsBackAndIsWrittenTheSame) {
  std::mt19937 random(1);
  for (int i = 0; i < 300; ++i) {
    const Certificate certificate = random_certificate(random);
    const std::string body = canonical(certificate);
    EXPECT_EQ(parse_certificate(body), certificate) << body;
  }
}

TEST(Canonical, TheOrderOfFieldsNeitherChangesItNorIsFreeToTheReader) {
  std::mt19937 random(2);
  for (int i = 0; i < 300; ++i) {
    const std::string body = canonical(random_certificate(random));
    const std::string other = shuffled(Ordered::parse(body), random).dump();
    EXPECT_EQ(nlohmann::json::parse(other).dump(), body) << "sorting gives it back";
    if (other != body) {
      EXPECT_THROW((void)parse_certificate(other), InputError) << other;
    }
  }
}

/// The same values, written as JSON also allows.
TEST(Canonical, NoOtherWayToWriteTheSameIsTaken) {
  const std::string body = canonical(small_certificate());
  const auto replaced = [&](const std::string& from, const std::string& to) {
    std::string text = body;
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
  };
  for (const std::string& other :
       {replaced("1795288260000001", "1795288260000001.0"),
        replaced("1795288260000001", "1.795288260000001e15"),
        replaced("1795288260000001", "-0"),
        replaced("1795288260000001", "\"1795288260000001\""),
        replaced("\xC3\xA4", "\\u00e4"),
        replaced("/\xE2", "\\/\xE2"),
        replaced("\\n", "\\u000a"),
        replaced("BS42", "B\\u005342"),
        replaced("{\"expires", "{ \"expires"),
        replaced(",\"format\"", ",\n\"format\""),
        replaced("19:11:00Z", "19:11:00.0Z"),
        replaced("\"level\":", "\"extra\":1,\"level\":"),
        replaced("\"level\":", "\"level\":\"quick\",\"level\":"),
        replaced("\"driver\":\"580.95.05\",", "\"driver\":\"580.95.05\",\"e\":null,"),
        replaced("certificate/1", "revocations/1"),
        replaced("\"warn\"", "\"fail\""),
        body + " ",
        body + "\n",
        " " + body,
        "\xEF\xBB\xBF" + body,
        std::string()}) {
    EXPECT_THROW((void)parse_certificate(other), InputError) << other;
  }
}

TEST(Canonical, BrokenTextIsRefusedAndNothingElseHappens) {
  for (const std::string& text :
       {std::string("{"), std::string("[]"), std::string("null"), std::string("{}"),
        std::string("\xff"), std::string(1U << 20U, '['), std::string(100'000, '{'),
        std::string(R"({"format":1})"), std::string(R"({"format":"assay/certificate/1"})")})
    EXPECT_THROW((void)parse_certificate(text), InputError) << text.substr(0, 40);
}

}  // namespace
}  // namespace assay
