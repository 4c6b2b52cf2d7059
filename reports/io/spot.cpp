#include "reports/io/spot.hpp"

#include <algorithm>

#include "reports/io/locate.hpp"

namespace assay {
namespace {

void check_strange(const Spot& at) {
  if (!at.is_array() && !at.is_object()) return;
  if (at.depth() > kDeepest)
    at.fail("is nested deeper than " + std::to_string(kDeepest) + " levels");
  if (at.is_array()) return at.elements(check_strange);
  Strangers members;
  at.members([&](const Spot& member) { members.add(member); });
  members.check();
}

}  // namespace

std::size_t Spot::depth() const noexcept {
  std::size_t levels = 1;
  for (const Spot* at = parent_; at != nullptr; at = at->parent_) ++levels;
  return levels;
}

std::string_view Spot::text() const {
  std::string_view text;
  if (value_.get(text) != simdjson::SUCCESS) fail("must be a string");
  return text;
}

bool Spot::boolean() const {
  bool value = false;
  if (value_.get(value) != simdjson::SUCCESS) fail("must be true or false");
  return value;
}

double Spot::number() const {
  double value = 0;
  if (value_.get(value) != simdjson::SUCCESS) fail("must be a number");
  return value;
}

std::int64_t Spot::integer(std::int64_t least) const {
  std::int64_t value = 0;
  const simdjson::error_code error = value_.get(value);
  if (error == simdjson::NUMBER_OUT_OF_RANGE) fail("is out of range");
  if (error != simdjson::SUCCESS) fail("must be an integer");
  if (value < least) fail("must be at least " + std::to_string(least));
  return value;
}

std::size_t Spot::size() const noexcept {
  simdjson::dom::array array;
  return value_.get(array) == simdjson::SUCCESS ? array.size() : 0;
}

void Spot::fail(const std::string& message) const { throw Refusal(place(), field(), message); }

void Spot::fail_missing(std::string_view key) const {
  const std::string prefix = parent_ == nullptr ? "" : field() + ".";
  throw Refusal(place(), prefix + std::string(key), "is missing");
}

std::vector<std::size_t> Spot::place() const {
  std::vector<std::size_t> steps;
  for (const Spot* at = this; at->parent_ != nullptr; at = at->parent_)
    steps.push_back(at->ordinal_);
  std::reverse(steps.begin(), steps.end());
  return steps;
}

std::string Spot::field() const {
  if (parent_ == nullptr) return "";
  if (key_.data() == nullptr) return parent_->field() + "[" + std::to_string(ordinal_) + "]";
  const std::string before = parent_->field();
  return (before.empty() ? "" : before + ".") + shown(key_);
}

void Strangers::check() const {
  if (members_.empty()) return;
  std::vector<const Spot*> sorted;
  sorted.reserve(members_.size());
  for (const Spot& member : members_) sorted.push_back(&member);
  const auto by_key = [](const Spot* a, const Spot* b) { return a->key() < b->key(); };
  std::stable_sort(sorted.begin(), sorted.end(), by_key);
  const auto twice =
      std::adjacent_find(sorted.begin(), sorted.end(),
                         [](const auto* a, const auto* b) { return a->key() == b->key(); });
  if (twice != sorted.end()) (*std::next(twice))->fail("stands twice in its object");
  for (const Spot& member : members_) check_strange(member);
}

}  // namespace assay
