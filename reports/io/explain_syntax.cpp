#include <algorithm>
#include <nlohmann/json.hpp>

#include "reports/io/locate.hpp"

namespace assay {
namespace {

using nlohmann::json;

/// Follows a document until its first fault. simdjson, which reads reports, does not say where it
/// stopped.
class FaultFinder final : public nlohmann::json_sax<json> {
 public:
  explicit FaultFinder(std::string_view text) : text_(text) {}
  [[nodiscard]] const SyntaxFault& fault() const noexcept { return fault_; }

  bool null() override { return next(); }
  bool boolean(bool /*value*/) override { return next(); }
  bool number_integer(number_integer_t /*value*/) override { return next(); }
  bool number_unsigned(number_unsigned_t /*value*/) override { return next(); }
  bool string(string_t& /*value*/) override { return next(); }
  bool binary(binary_t& /*value*/) override { return next(); }
  bool number_float(number_float_t /*value*/, const string_t& digits) override {
    // Integers beyond 64 bits arrive here, which the reader refuses.
    if (digits.find_first_of(".eE") != string_t::npos) return next();
    fault_ = {line(text_.find(digits)), field(),
              "the number " + shown(digits) + " is out of range"};
    return false;
  }

  bool start_object(std::size_t /*size*/) override { return push({}); }
  bool key(string_t& name) override {
    way_.back().key = name;
    return true;
  }
  bool end_object() override { return pop(); }
  bool start_array(std::size_t /*size*/) override { return push({"", true, 0}); }
  bool end_array() override { return pop(); }

  bool parse_error(std::size_t position, const std::string& /*token*/,
                   const json::exception& error) override {
    std::string message = error.what();
    // "[json.exception.parse_error.101] parse error at line 1, column 2: syntax error while ..."
    for (const std::string_view prefix : {"] ", ": "})
      if (const auto end = message.find(prefix); end < 72) message.erase(0, end + prefix.size());
    // What follows is the text itself, of any length and with any bytes.
    message.resize(std::min(message.find("; last read: "), message.size()));
    fault_ = {line(position), field(), "not valid JSON: " + shown(message, 200)};
    return false;
  }

 private:
  struct Level {
    std::string key;
    bool is_array = false;
    std::size_t index = 0;
  };

  bool next() {
    if (!way_.empty()) ++way_.back().index;
    return true;
  }
  bool push(Level level) {
    way_.push_back(std::move(level));
    return true;
  }
  bool pop() {
    way_.pop_back();
    return next();
  }
  [[nodiscard]] std::string field() const {
    std::string text;
    for (const Level& level : way_) {
      if (text.size() > 200) return text + "...";
      if (level.is_array)
        text += "[" + std::to_string(level.index) + "]";
      else if (!level.key.empty())
        text += (text.empty() ? "" : ".") + shown(level.key);
    }
    return text;
  }
  /// Of the last of `read` bytes.
  [[nodiscard]] std::size_t line(std::size_t read) const {
    const std::size_t last = std::max<std::size_t>(read, 1) - 1;
    const std::string_view before = text_.substr(0, std::min(last, text_.size()));
    return 1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
  }

  std::string_view text_;
  std::vector<Level> way_;
  SyntaxFault fault_;
};

}  // namespace

SyntaxFault explain_syntax(std::string_view json) {
  FaultFinder finder(json);
  nlohmann::json::sax_parse(json.begin(), json.end(), &finder);
  return finder.fault();
}

}  // namespace assay
