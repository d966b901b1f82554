#include "client-qt/ui/theme/emoji.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "client-qt/ui/composer/emoji_model.h"
#include "client-qt/ui/composer/emoji_picker.h"
#include "client-qt/ui/composer/emoji_table.h"

namespace conclave::desktop {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

QString Text(const char16_t* text) { return QString::fromUtf16(text); }

TEST(EmojiTest, PlainTextHasNone) { EXPECT_THAT(FindEmoji(Text(u"Tomáš: 5 * 7 #1 – „zitiert“ …")), IsEmpty()); }

TEST(EmojiTest, AFamilyOrAFlagIsOne) {
  EXPECT_THAT(FindEmoji(Text(u"a👨‍👩‍👧‍👦🇵🇹")),
              ElementsAre(EmojiRun{1, 11, false}, EmojiRun{12, 4, false}));
}

TEST(EmojiTest, ASignWithAColourMarkIsInColourAndWithoutIsNot) {
  EXPECT_THAT(FindEmoji(Text(u"⚠️")), ElementsAre(EmojiRun{0, 2, false}));
  EXPECT_THAT(FindEmoji(Text(u"⚠")), IsEmpty());
  EXPECT_THAT(FindEmoji(Text(u"⚡")), ElementsAre(EmojiRun{0, 1, false}));
}

TEST(EmojiTest, KeycapsAreOursToDraw) {
  const QString text = Text(u"1️⃣");
  EXPECT_THAT(FindEmoji(text), ElementsAre(EmojiRun{0, 3, true}));
  EXPECT_EQ(WithoutKeycapMarks(text, FindEmoji(text)), Text(u"1\u2060\u2060"));
}

TEST(EmojiTest, OnlyEmojiAreCounted) {
  EXPECT_EQ(CountIfOnlyEmoji(Text(u"❤️ 👍🏽🎉")), 3);
  EXPECT_EQ(CountIfOnlyEmoji(Text(u"🎉!")), 0);
  EXPECT_EQ(CountIfOnlyEmoji({}), 0);
}

TEST(EmojiTableTest, HasAllGroupsAndEachEntryIsOneEmoji) {
  std::set<int> groups;
  for (const EmojiEntry& entry : EmojiTable()) {
    const QString text = QString::fromUtf16(entry.text.data(), static_cast<qsizetype>(entry.text.size()));
    EXPECT_EQ(CountIfOnlyEmoji(text), 1) << entry.name;
    groups.insert(entry.group);
  }
  EXPECT_GT(EmojiTable().size(), 1800U);
  EXPECT_EQ(groups.size(), std::size_t{kEmojiGroups});
}

TEST(EmojiModelTest, ASearchNeedsAllItsWords) {
  EmojiModel model;
  model.Search(QStringLiteral("part pop"));
  ASSERT_EQ(model.rowCount(), 1);
  EXPECT_EQ(model.index(0).data().toString(), Text(u"🎉"));
  model.Search(QStringLiteral("no such thing"));
  EXPECT_EQ(model.rowCount(), 0);
}

TEST(EmojiPickerTest, TheOneUsedLastComesFirstOnce) {
  QStringList recent{QStringLiteral("a"), QStringLiteral("b")};
  EXPECT_EQ(EmojiPicker::WithRecent(recent, QStringLiteral("b")),
            (QStringList{QStringLiteral("b"), QStringLiteral("a")}));
  for (int i = 0; i < 100; ++i) recent = EmojiPicker::WithRecent(recent, QString::number(i));
  EXPECT_EQ(recent.size(), EmojiPicker::kMostRecent);
  EXPECT_EQ(recent.front(), QStringLiteral("99"));
}

}  // namespace
}  // namespace conclave::desktop
