#include "client-qt/ui/rooms/side_bar.h"

#include <QAction>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QKeySequence>
#include <QLineEdit>
#include <QMenu>
#include <QVBoxLayout>

#include "client-qt/ui/rooms/room_list.h"
#include "client-qt/ui/theme/icons.h"
#include "client-qt/ui/widgets/icon_button.h"
#include "client-qt/ui/widgets/label.h"

namespace conclave::desktop {

SideBar::SideBar(const Theme& theme, RoomListModel& rooms, QWidget* parent)
    : Ground(theme, &Tokens::side, {}, parent),
      header_(new QWidget),
      header_row_(new QBoxLayout(QBoxLayout::LeftToRight, header_)),
      server_(new Label(theme, TextKind::kTitle, &Tokens::text)),
      new_(new IconButton(theme, Icon::kPlus, QStringLiteral("newRoom"), tr("New room or message"))),
      go_(new IconButton(theme, Icon::kCompass, QStringLiteral("openSwitcher"), tr("Go to a room or person"))),
      filter_(new QLineEdit),
      list_(new RoomList(theme, rooms)) {
  setObjectName(QStringLiteral("sideBar"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  BuildHeader();
  column->addWidget(header_);
  BuildFilter();
  auto* field = new QHBoxLayout;
  field->setContentsMargins(16, 0, 16, 4);
  field->addWidget(filter_);
  column->addLayout(field);
  column->addWidget(list_, 1);
  connect(&theme, &Theme::Changed, this, &SideBar::Restyle);
  Restyle();
}

void SideBar::BuildHeader() {
  header_row_->setContentsMargins(16, 12, 12, 12);
  header_row_->setSpacing(4);
  header_row_->addWidget(server_, 1);
  header_row_->addWidget(go_);
  header_row_->addWidget(new_);
  go_->SetKeys(QKeySequence(Qt::CTRL | Qt::Key_K));
  connect(go_, &IconButton::clicked, this, &SideBar::SwitcherWanted);
  connect(new_, &IconButton::clicked, this, &SideBar::ShowNewMenu);
}

void SideBar::BuildFilter() {
  filter_->setObjectName(QStringLiteral("roomFilter"));
  filter_->setAccessibleName(tr("Filter rooms"));
  filter_->setPlaceholderText(tr("Filter rooms"));
  filter_->addAction(ThemedIcon(theme(), Icon::kSearch), QLineEdit::LeadingPosition);
  filter_->installEventFilter(this);
  connect(filter_, &QLineEdit::textChanged, list_, &RoomList::SetWords);
}

void SideBar::SetCompact(bool compact) {
  header_row_->setDirection(compact ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
  server_->setVisible(!compact);
  filter_->setVisible(!compact);
  if (compact) filter_->clear();
  list_->SetCompact(compact);
}

void SideBar::SetServer(const QString& name) { server_->SetText(name); }

bool SideBar::eventFilter(QObject* watched, QEvent* event) {
  // Ctrl+K would delete to the end of the line; here it is the switcher's.
  if (event->type() == QEvent::ShortcutOverride &&
      static_cast<QKeyEvent*>(event)->matches(QKeySequence::DeleteEndOfLine)) {
    event->ignore();
    return true;
  }
  if (event->type() != QEvent::KeyPress) return Ground::eventFilter(watched, event);
  const int key = static_cast<QKeyEvent*>(event)->key();
  if (key == Qt::Key_Escape && !filter_->text().isEmpty()) {
    filter_->clear();
    return true;
  }
  if (key == Qt::Key_Down) {
    list_->setFocus(Qt::TabFocusReason);
    return true;
  }
  if ((key == Qt::Key_Return || key == Qt::Key_Enter) && list_->FirstRoom()) {
    const RoomId room = list_->FirstRoom();
    filter_->clear();
    Q_EMIT list_->Chosen(room);
    return true;
  }
  return Ground::eventFilter(watched, event);
}

void SideBar::ShowNewMenu() {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->addAction(ThemedIcon(theme(), Icon::kHash), tr("Create a room…"), this, &SideBar::CreateWanted);
  menu->addAction(ThemedIcon(theme(), Icon::kSearch), tr("Find rooms to join…"), this, &SideBar::FindWanted);
  menu->addAction(ThemedIcon(theme(), Icon::kMessage), tr("Message a person…"), this, &SideBar::DirectWanted);
  menu->popup(new_->mapToGlobal(QPoint(0, new_->height() + 4)));
}

void SideBar::Restyle() {
  filter_->setFont(theme().Font(TextKind::kSecondary));
  filter_->setFixedHeight(theme().Scaled(36));
}

}  // namespace conclave::desktop
