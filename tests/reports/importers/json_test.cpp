#include "reports/importers/common/json.hpp"

#include <gmock/gmock.h>

namespace assay {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

JsonText read(const std::string& text) { return read_json(read_text({"a.json", text})); }

TEST(ImportedJson, KnowsItsFieldsAndLines) {
  const JsonText text =
      read("a banner\n{\n \"a\": [1, {\"b\": \"x\"}],\n \"c\": true\n}\nan end\n");
  ASSERT_TRUE(text.root) << testing::PrintToString(text.unread);
  EXPECT_THAT(text.unread, IsEmpty());
  const JsonValue& b = text.root->find("a")->elements[1].members[0].value;
  EXPECT_EQ(b.text, "x");
  EXPECT_EQ(text.at(b, "is wrong"), "a.json:3: a[1].b: is wrong");
  EXPECT_EQ(text.root->number_of("a"), std::nullopt);
  EXPECT_EQ(text.root->text_of("c"), std::nullopt);
  EXPECT_EQ(text.root->find("d"), nullptr);
  EXPECT_TRUE(text.root->find("c")->boolean);
  EXPECT_EQ(text.root->find("a")->elements[0].number, 1);
}

TEST(ImportedJson, NamesWhatItCannotRead) {
  EXPECT_THAT(read("nothing\n").unread, ElementsAre(HasSubstr("a.json: no JSON")));
  EXPECT_THAT(read("{\n\"a\": 1,\n\"b\": nan\n}\n").unread, ElementsAre(HasSubstr("a.json:3:")));
  EXPECT_THAT(read("{\"a\": 1,\n\"a\": 2}\n").unread, ElementsAre(HasSubstr("a: stands twice")));
  EXPECT_THAT(read("{\"a\": [1, 2").unread, testing::SizeIs(1));
  std::string deep = "{\"a\": ";
  for (int i = 0; i < 40; ++i) deep += '[';
  for (int i = 0; i < 40; ++i) deep += ']';
  EXPECT_THAT(read(deep + "}\n").unread, ElementsAre(HasSubstr("too deep")));
  EXPECT_FALSE(read(deep + "}\n").root);
}

/// A line that was left out must not let the rest pass for the whole.
TEST(ImportedJson, KeepsWhatTheLinesSayOfThemselves) {
  const JsonText text = read(std::string("{\"a\": 1,\n\"b\0\": 2,\n\"c\": 3}\n", 26));
  EXPECT_THAT(text.unread, testing::Not(IsEmpty()));
}

}  // namespace
}  // namespace assay
