#include "client-qt/ui/dialogs/shortcuts_sheet.h"

#include <QCoreApplication>
#include <QGridLayout>
#include <QVBoxLayout>
#include <array>

#include "client-qt/ui/widgets/label.h"

namespace conclave::desktop {
namespace {

struct Key {
  const char* keys;
  const char* meaning;
};

constexpr std::array<Key, 16> kKeys{{
    {"Ctrl+K", QT_TRANSLATE_NOOP("Shortcuts", "Go to a room or person")},
    {"Alt+Up, Alt+Down", QT_TRANSLATE_NOOP("Shortcuts", "The room above or below")},
    {"Alt+Shift+Up, Alt+Shift+Down", QT_TRANSLATE_NOOP("Shortcuts", "The unread room above or below")},
    {"Ctrl+Tab, Ctrl+Shift+Tab", QT_TRANSLATE_NOOP("Shortcuts", "The rooms looked at before; hold Ctrl to go on")},
    {"F6, Shift+F6", QT_TRANSLATE_NOOP("Shortcuts", "The next or previous part of the window")},
    {"Enter, Shift+Enter", QT_TRANSLATE_NOOP("Shortcuts", "Send, new line")},
    {"Ctrl+B, Ctrl+I, Ctrl+E", QT_TRANSLATE_NOOP("Shortcuts", "Bold, italic, code")},
    {"Page Up, Page Down", QT_TRANSLATE_NOOP("Shortcuts", "Scroll the messages")},
    {"Shift+Page Up", QT_TRANSLATE_NOOP("Shortcuts", "To the first unread message")},
    {"Ctrl+Home, Ctrl+End", QT_TRANSLATE_NOOP("Shortcuts", "To the oldest or newest message")},
    {"Up, Down", QT_TRANSLATE_NOOP("Shortcuts", "Mark a message; C copies, R sends again")},
    {"Esc", QT_TRANSLATE_NOOP("Shortcuts", "Forget the unread line, go to the newest message")},
    {"Shift+Esc", QT_TRANSLATE_NOOP("Shortcuts", "Mark everything as read")},
    {"Ctrl+,", QT_TRANSLATE_NOOP("Shortcuts", "Settings")},
    {"Ctrl+M", QT_TRANSLATE_NOOP("Shortcuts", "Minimise the window")},
    {"Ctrl+/", QT_TRANSLATE_NOOP("Shortcuts", "This list")},
}};

}  // namespace

ShortcutsSheet::ShortcutsSheet(const Theme& theme, QWidget& window)
    : Sheet(theme, window, QStringLiteral("shortcuts"), tr("Keys")) {
  SetCardWidth(600);
  auto* grid = new QGridLayout;
  grid->setHorizontalSpacing(24);
  grid->setVerticalSpacing(8);
  int row = 0;
  for (const Key& key : kKeys) {
    auto* keys = new Label(theme, TextKind::kSecondary, &Tokens::text);
    auto* meaning = new Label(theme, TextKind::kSecondary, &Tokens::text2);
    keys->SetText(QString::fromLatin1(key.keys));
    meaning->SetText(QCoreApplication::translate("Shortcuts", key.meaning));
    grid->addWidget(keys, row, 0);
    grid->addWidget(meaning, row++, 1);
  }
  grid->setColumnStretch(1, 1);
  body().addLayout(grid);
}

void ShortcutsSheet::Start() { Open(findChild<QWidget*>(QStringLiteral("closeSheet"))); }

}  // namespace conclave::desktop
