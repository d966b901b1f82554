#include "client-qt/ui/composer/emoji_picker.h"

#include <QButtonGroup>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QToolButton>
#include <QVBoxLayout>
#include <array>
#include <utility>

#include "client-qt/ui/composer/emoji_delegate.h"
#include "client-qt/ui/composer/emoji_table.h"
#include "client-qt/ui/theme/fonts.h"
#include "client-qt/ui/theme/icons.h"
#include "client-qt/ui/widgets/label.h"
#include "client-qt/ui/widgets/popup_list.h"

namespace conclave::desktop {
namespace {

constexpr int kColumns = 9;
constexpr int kRows = 7;
constexpr int kRecentGroup = -1;

struct Group {
  const char16_t* emoji;
  const char* name;
};
constexpr std::array<Group, kEmojiGroups> kGroups{{
    {u"😀", QT_TRANSLATE_NOOP("Emoji", "Smileys")},
    {u"👋", QT_TRANSLATE_NOOP("Emoji", "People")},
    {u"🐻", QT_TRANSLATE_NOOP("Emoji", "Animals and nature")},
    {u"🍎", QT_TRANSLATE_NOOP("Emoji", "Food and drink")},
    {u"🚗", QT_TRANSLATE_NOOP("Emoji", "Travel and places")},
    {u"⚽", QT_TRANSLATE_NOOP("Emoji", "Activities")},
    {u"💡", QT_TRANSLATE_NOOP("Emoji", "Objects")},
    {u"🔣", QT_TRANSLATE_NOOP("Emoji", "Symbols")},
    {u"🏁", QT_TRANSLATE_NOOP("Emoji", "Flags")},
}};

}  // namespace

EmojiPicker::EmojiPicker(const Theme& theme, QWidget& window, const QStringList& recent)
    : Sheet(theme, window, QStringLiteral("emojiPicker"), {}),
      recent_(recent),
      words_(new QLineEdit),
      groups_(new QButtonGroup(this)),
      grid_(new QListView),
      name_(new Label(theme, TextKind::kSecondary, &Tokens::text2)) {
  setAccessibleName(tr("Emoji"));
  // The scroll bar, the view's own edge and the margins.
  SetCardWidth(kColumns * EmojiDelegate::kCell + 12 + 8 + 2 * 12);
  body().setContentsMargins(12, 12, 12, 12);
  words_->setObjectName(QStringLiteral("emojiWords"));
  words_->setAccessibleName(tr("Search emoji"));
  words_->setPlaceholderText(tr("Search emoji"));
  words_->addAction(ThemedIcon(theme, Icon::kSearch), QLineEdit::LeadingPosition);
  words_->installEventFilter(this);
  body().addWidget(words_);
  BuildGroups();
  BuildGrid();
  body().addWidget(name_);
  connect(words_, &QLineEdit::textChanged, this, &EmojiPicker::Search);
  ShowGroup(recent_.isEmpty() ? 0 : kRecentGroup);
}

void EmojiPicker::BuildGroups() {
  auto* row = new QHBoxLayout;
  row->setSpacing(0);
  QFont font({EmojiFamily()});
  font.setPixelSize(18);
  const auto add = [&](int group, const QString& name) {
    auto* button = new QToolButton;
    button->setObjectName(QStringLiteral("emojiGroup%1").arg(group));
    button->setAccessibleName(name);
    button->setToolTip(name);
    button->setCheckable(true);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::TabFocus);
    button->setFont(font);
    button->setFixedSize(34, 34);
    row->addWidget(button, 1);
    groups_->addButton(button, group + 1);
    connect(button, &QToolButton::clicked, this, [this, group] { ShowGroup(group); });
    return button;
  };
  if (!recent_.isEmpty()) add(kRecentGroup, tr("Used last"))->setIcon(ThemedIcon(theme(), Icon::kClock));
  for (int group = 0; group < kEmojiGroups; ++group) {
    const Group& each = kGroups[static_cast<std::size_t>(group)];
    add(group, QCoreApplication::translate("Emoji", each.name))->setText(QString::fromUtf16(each.emoji));
  }
  body().addLayout(row);
}

void EmojiPicker::BuildGrid() {
  grid_->setObjectName(QStringLiteral("emojiGrid"));
  grid_->setAccessibleName(tr("Emoji"));
  grid_->setFrameShape(QFrame::NoFrame);
  grid_->setViewMode(QListView::IconMode);
  grid_->setMovement(QListView::Static);
  grid_->setResizeMode(QListView::Adjust);
  grid_->setUniformItemSizes(true);
  grid_->setMouseTracking(true);
  grid_->setTabKeyNavigation(false);
  grid_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  grid_->setVerticalScrollMode(QListView::ScrollPerPixel);
  grid_->setItemDelegate(new EmojiDelegate(theme(), grid_));
  grid_->setModel(&model_);
  grid_->setFixedHeight(kRows * EmojiDelegate::kCell);
  StandOnPopup(*grid_, theme());
  grid_->installEventFilter(this);
  body().addWidget(grid_);
  connect(grid_, &QListView::clicked, this, &EmojiPicker::Pick);
  connect(grid_, &QListView::entered, this, &EmojiPicker::ShowName);
  connect(grid_->selectionModel(), &QItemSelectionModel::currentChanged, this, &EmojiPicker::ShowName);
}

void EmojiPicker::Start(QWidget& anchor) {
  SetPlace(Place::kAboveAnchor, &anchor);
  Open(words_);
}

QStringList EmojiPicker::WithRecent(QStringList recent, const QString& emoji) {
  recent.removeAll(emoji);
  recent.prepend(emoji);
  return recent.mid(0, kMostRecent);
}

void EmojiPicker::ShowGroup(int group) {
  if (group == kRecentGroup) {
    model_.ShowThese(recent_);
  } else {
    model_.ShowGroup(group);
  }
  groups_->button(group + 1)->setChecked(true);
  grid_->scrollToTop();
  ShowName(grid_->currentIndex());
}

void EmojiPicker::Search(const QString& words) {
  if (words.trimmed().isEmpty()) return ShowGroup(groups_->checkedId() - 1);
  model_.Search(words);
  grid_->setCurrentIndex(model_.index(0));
}

void EmojiPicker::Pick(const QModelIndex& index) {
  if (!index.isValid()) return;
  const QString emoji = index.data().toString();
  Close();
  Q_EMIT Picked(emoji);
}

void EmojiPicker::ShowName(const QModelIndex& index) {
  const QString name = index.data(Qt::ToolTipRole).toString();
  name_->SetText(name.isEmpty() ? tr("Arrow keys choose, Enter takes") : name);
}

bool EmojiPicker::eventFilter(QObject* watched, QEvent* event) {
  if (watched == grid_ && event->type() == QEvent::FocusIn && !grid_->currentIndex().isValid()) {
    grid_->setCurrentIndex(model_.index(0));
  }
  if (event->type() != QEvent::KeyPress) return Sheet::eventFilter(watched, event);
  const int key = static_cast<QKeyEvent*>(event)->key();
  if (key == Qt::Key_Return || key == Qt::Key_Enter) {
    Pick(grid_->currentIndex().isValid() ? grid_->currentIndex() : model_.index(0));
    return true;
  }
  if (watched == words_ && key == Qt::Key_Down) {
    grid_->setFocus(Qt::TabFocusReason);
    return true;
  }
  return Sheet::eventFilter(watched, event);
}

}  // namespace conclave::desktop
