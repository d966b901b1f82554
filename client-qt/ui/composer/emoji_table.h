#ifndef CONCLAVE_CLIENT_QT_UI_COMPOSER_EMOJI_TABLE_H_
#define CONCLAVE_CLIENT_QT_UI_COMPOSER_EMOJI_TABLE_H_

#include <span>
#include <string_view>

namespace conclave::desktop {

// One emoji of Unicode, in the order the picker shows them.
struct EmojiEntry {
  std::u16string_view text;
  // In English; may have characters beyond ASCII, in UTF-8.
  const char* name = "";
  // 0 to 8: smileys, people, animals, food, travel, activities, objects, symbols, flags.
  int group = 0;
};

inline constexpr int kEmojiGroups = 9;

// All of them; made from Debian's unicode-data when the program is built.
std::span<const EmojiEntry> EmojiTable();

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_COMPOSER_EMOJI_TABLE_H_
