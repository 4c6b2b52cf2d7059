#include "reports/profile/yaml.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <sstream>
#include <unordered_set>

#include "core/error.hpp"

namespace assay::yaml {
namespace {

constexpr std::size_t kDeepest = 8;

/// Builds the tree from the parser's events. yaml-cpp's own Node is not used: it forgets duplicate
/// keys and expands aliases.
class Builder final : public YAML::EventHandler {
 public:
  explicit Builder(const std::string& source) : source_(source) {}
  [[nodiscard]] Value take() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    add(mark, "", anchor, Value::Kind::null);
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    refuse(mark, "aliases are not allowed");
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& text) override {
    const bool is_key = !open_.empty() && open_.back().wants_key();
    if (is_key) {
      check(mark, tag, anchor);
      take_key(mark, text);
      return;
    }
    Value& value = add(mark, tag, anchor, Value::Kind::scalar);
    value.text = text;
    value.quoted = tag == "!";
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, Value::Kind::list);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, Value::Kind::mapping);
  }
  void OnMapEnd() override { close(); }

 private:
  /// A list or mapping whose end has not come yet.
  struct Open {
    Value value;
    std::unordered_set<std::string> keys;
    bool has_key = false;  ///< the last field still waits for its value
    [[nodiscard]] bool wants_key() const { return value.kind == Value::Kind::mapping && !has_key; }
  };

  [[noreturn]] void refuse(const YAML::Mark& mark, const std::string& why) const {
    throw InputError(source_, line_of(mark), "", why);
  }

  static std::size_t line_of(const YAML::Mark& mark) {
    return static_cast<std::size_t>(std::max(mark.line, 0)) + 1;
  }

  void check(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) const {
    if (anchor != 0) refuse(mark, "anchors are not allowed");
    if (!tag.empty() && tag != "?" && tag != "!") refuse(mark, "tags are not allowed");
  }

  void take_key(const YAML::Mark& mark, const std::string& key) {
    Open& mapping = open_.back();
    if (!mapping.keys.insert(key).second)
      throw InputError(source_, line_of(mark), key, "stands here twice");
    mapping.value.items.emplace_back().key = key;
    mapping.has_key = true;
  }

  Value make(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
             Value::Kind kind) const {
    check(mark, tag, anchor);
    if (!open_.empty() && open_.back().wants_key()) refuse(mark, "a key must be a word");
    Value value;
    value.kind = kind;
    value.line = line_of(mark);
    return value;
  }

  Value& place(Value value) {
    if (open_.empty()) return root_ = std::move(value);
    Open& parent = open_.back();
    if (parent.value.kind == Value::Kind::list)
      return parent.value.items.emplace_back(std::move(value));
    parent.has_key = false;
    Value& field = parent.value.items.back();
    value.key = std::move(field.key);
    return field = std::move(value);
  }

  Value& add(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
             Value::Kind kind) {
    return place(make(mark, tag, anchor, kind));
  }

  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
            Value::Kind kind) {
    if (open_.size() >= kDeepest) refuse(mark, "nested too deeply");
    open_.push_back({make(mark, tag, anchor, kind), {}, false});
  }

  void close() {
    Value done = std::move(open_.back().value);
    open_.pop_back();
    place(std::move(done));
  }

  const std::string& source_;
  Value root_;
  std::vector<Open> open_;
};

}  // namespace

Value parse(const std::string& text, const std::string& source, std::size_t longest) {
  if (text.size() > longest)
    throw InputError(source, 0, "", "longer than " + std::to_string(longest >> 20) + " MiB");
  if (text.find('\0') != std::string::npos) throw InputError(source, 0, "", "holds a zero byte");
  Builder builder(source);
  try {
    std::istringstream stream(text);
    YAML::Parser parser(stream);
    if (!parser.HandleNextDocument(builder)) throw InputError(source, 0, "", "is empty");
    Value value = builder.take();
    if (parser.HandleNextDocument(builder))
      throw InputError(source, 0, "", "holds more than one document");
    return value;
  } catch (const YAML::Exception& error) {
    throw InputError(source, static_cast<std::size_t>(std::max(error.mark.line, -1) + 1), "",
                     error.msg);
  }
}

}  // namespace assay::yaml
