#include "collectives/texts.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace assay {
namespace {

/// A block: the length of the text, the text, and nothing to the end.
constexpr std::size_t kHead = sizeof(std::int64_t);

std::vector<char> block_of(std::string_view text, std::size_t room) {
  std::vector<char> block(kHead + room, 0);
  const auto length = static_cast<std::int64_t>(text.size());
  std::copy_n(reinterpret_cast<const char*>(&length), kHead, block.begin());
  std::copy(text.begin(), text.end(), block.begin() + kHead);
  return block;
}

std::string text_in(const char* block, std::size_t room) {
  std::int64_t length = 0;
  std::copy_n(block, kHead, reinterpret_cast<char*>(&length));
  if (length < 0 || std::cmp_greater(length, room))
    throw Error("a text that is longer than its block");
  return {block + kHead, static_cast<std::size_t>(length)};
}

std::size_t longest(Communicator& ranks, std::size_t mine, double deadline_s) {
  auto length = static_cast<std::int64_t>(mine);
  ranks.all_reduce(&length, &length, 1, ElementType::int64, Reduction::maximum);
  ranks.wait(deadline_s);
  return static_cast<std::size_t>(length);
}

}  // namespace

std::vector<std::string> gather_texts(Communicator& ranks, std::string_view text,
                                      double deadline_s) {
  const std::size_t room = longest(ranks, text.size(), deadline_s);
  const std::vector<char> mine = block_of(text, room);
  const auto n = static_cast<std::size_t>(ranks.rank() == 0 ? ranks.size() : 0);
  std::vector<char> all(n * mine.size());
  ranks.gather(mine.data(), all.data(), static_cast<std::int64_t>(mine.size()), ElementType::int8,
               0);
  ranks.wait(deadline_s);
  std::vector<std::string> texts;
  texts.reserve(n);
  for (std::size_t i = 0; i < n; ++i) texts.push_back(text_in(all.data() + i * mine.size(), room));
  return texts;
}

std::string broadcast_text(Communicator& ranks, std::string_view text, double deadline_s) {
  const std::size_t room = longest(ranks, ranks.rank() == 0 ? text.size() : 0, deadline_s);
  std::vector<char> block = block_of(ranks.rank() == 0 ? text : "", room);
  ranks.broadcast(block.data(), static_cast<std::int64_t>(block.size()), ElementType::int8, 0);
  ranks.wait(deadline_s);
  return text_in(block.data(), room);
}

}  // namespace assay
