// What a person asks the window for: keys, sheets and what they do.
#include <QKeyEvent>
#include <QListView>
#include <QShortcut>
#include <QStringList>
#include <algorithm>
#include <utility>
#include <vector>

#include "client-qt/ui/composer/composer.h"
#include "client-qt/ui/composer/emoji_picker.h"
#include "client-qt/ui/dialogs/confirm_sheet.h"
#include "client-qt/ui/dialogs/create_room_sheet.h"
#include "client-qt/ui/dialogs/find_rooms_sheet.h"
#include "client-qt/ui/dialogs/message_sheet.h"
#include "client-qt/ui/dialogs/person_sheet.h"
#include "client-qt/ui/dialogs/settings_sheet.h"
#include "client-qt/ui/dialogs/shortcuts_sheet.h"
#include "client-qt/ui/rooms/room_delegate.h"
#include "client-qt/ui/rooms/room_list.h"
#include "client-qt/ui/rooms/side_bar.h"
#include "client-qt/ui/shell/announcer.h"
#include "client-qt/ui/shell/main_window.h"
#include "client-qt/ui/shell/member_pane.h"
#include "client-qt/ui/switcher/switcher.h"
#include "client-qt/ui/theme/theme.h"
#include "client-qt/ui/timeline/timeline_view.h"

namespace conclave::desktop {
namespace {

QString RecentKey() { return QStringLiteral("emoji/recent"); }

}  // namespace

void MainWindow::AddKey(const QKeySequence& keys, std::function<void()> action) {
  connect(new QShortcut(keys, this), &QShortcut::activated, this, [this, action = std::move(action)] {
    if (!HasSheet()) action();
  });
}

void MainWindow::AddKeys() {
  AddKey(QKeySequence(Qt::CTRL | Qt::Key_K), [this] { OpenSwitcher(); });
  AddKey(QKeySequence(Qt::CTRL | Qt::Key_Comma), [this] { OpenSettings(); });
  AddKey(QKeySequence(Qt::CTRL | Qt::Key_Slash), [this] { OpenShortcuts(); });
  AddKey(QKeySequence(Qt::CTRL | Qt::Key_M), [this] { showMinimized(); });
  AddKey(QKeySequence(Qt::ALT | Qt::Key_Down), [this] { GoTo(1, false); });
  AddKey(QKeySequence(Qt::ALT | Qt::Key_Up), [this] { GoTo(-1, false); });
  AddKey(QKeySequence(Qt::ALT | Qt::SHIFT | Qt::Key_Down), [this] { GoTo(1, true); });
  AddKey(QKeySequence(Qt::ALT | Qt::SHIFT | Qt::Key_Up), [this] { GoTo(-1, true); });
  AddKey(QKeySequence(Qt::CTRL | Qt::Key_Tab), [this] { WalkRecent(1); });
  AddKey(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Tab), [this] { WalkRecent(-1); });
  AddKey(QKeySequence(Qt::SHIFT | Qt::Key_Escape), [this] { MarkAllRead(); });
  AddKey(QKeySequence(Qt::Key_F6), [this] { CyclePanes(1); });
  AddKey(QKeySequence(Qt::SHIFT | Qt::Key_F6), [this] { CyclePanes(-1); });
}

void MainWindow::GoTo(int step, bool unread_only) {
  const RoomId room = side_bar_->list().Neighbour(step, unread_only);
  if (room) OpenRoom(room);
}

void MainWindow::WalkRecent(int step) {
  const RoomId room = recent_.Walk(step);
  if (session_.rooms().Find(room) == nullptr) return;
  walking_ = true;
  OpenRoom(room);
  walking_ = false;
}

void MainWindow::keyReleaseEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Control) recent_.Settle();
  QWidget::keyReleaseEvent(event);
}

void MainWindow::MarkAllRead() {
  std::vector<RoomId> unread;
  for (int row = 0; row < session_.rooms().rowCount(); ++row) {
    if (session_.rooms().At(row).unread > 0) unread.push_back(session_.rooms().At(row).id);
  }
  if (unread.empty()) return;
  auto* sheet =
      new ConfirmSheet(theme_, *this, tr("Mark everything as read?"),
                       unread.size() == 1 ? tr("1 room has messages you have not seen.")
                                          : tr("%1 rooms have messages you have not seen.").arg(unread.size()),
                       tr("Mark as read"), ConfirmSheet::Weight::kHarmless);
  connect(sheet, &FormSheet::Submitted, this, [this, sheet, unread] {
    for (const RoomId room : unread) session_.MarkRead(room, kIdBound);
    sheet->Close();
  });
  sheet->Start();
}

void MainWindow::Announce(RoomId room, const Message& message) {
  // Elsewhere the desktop's notification says it.
  if (!isActiveWindow()) return;
  const Room* where = session_.rooms().Find(room);
  const QString text = message.document->PlainText();
  announcer_->Say(room == room_ || where == nullptr
                      ? tr("%1: %2").arg(message.author_name, text)
                      : tr("%1 in %2: %3").arg(message.author_name, RoomLabel(*where), text));
}

void MainWindow::CyclePanes(int step) {
  std::vector<QWidget*> panes;
  for (QWidget* pane :
       std::initializer_list<QWidget*>{&side_bar_->list(), timeline_, &composer_->edit(), &members_->list()}) {
    if (pane->isVisible()) panes.push_back(pane);
  }
  if (panes.empty()) return;
  const auto count = static_cast<int>(panes.size());
  int at = step > 0 ? -1 : 0;
  for (int i = 0; i < count; ++i) {
    if (panes[static_cast<std::size_t>(i)]->hasFocus()) at = i;
  }
  panes[static_cast<std::size_t>((at + step + count) % count)]->setFocus(Qt::ShortcutFocusReason);
}

bool MainWindow::HasSheet() const {
  const QList<Sheet*> sheets = findChildren<Sheet*>(QString(), Qt::FindDirectChildrenOnly);
  return std::any_of(sheets.begin(), sheets.end(), [](const Sheet* sheet) { return sheet->isVisible(); });
}

void MainWindow::ShowFailure(const QString& failure) {
  if (failure.isEmpty()) return;
  (new MessageSheet(theme_, *this, tr("That did not work"), failure, {}))->Start();
}

void MainWindow::StartDirect(const QString& user_name) {
  session_.OpenDirect(user_name, this, [this](const Outcome<RoomId>& outcome) {
    if (outcome) return OpenRoom(outcome.value);
    ShowFailure(outcome.failure);
  });
}

void MainWindow::OpenSwitcher() {
  if (HasSheet()) return;
  auto* switcher = new Switcher(theme_, *this, session_.rooms());
  connect(switcher, &Switcher::Chosen, this, &MainWindow::OpenRoom);
  switcher->Start();
}

void MainWindow::OpenEmojiPicker() {
  if (HasSheet()) return;
  QStringList recent = recent_emoji_;
  if (places_.settings != nullptr) recent = places_.settings->value(RecentKey()).toStringList();
  auto* picker = new EmojiPicker(theme_, *this, recent);
  connect(picker, &EmojiPicker::Picked, this, [this, recent](const QString& emoji) {
    composer_->Insert(emoji);
    recent_emoji_ = EmojiPicker::WithRecent(recent, emoji);
    if (places_.settings != nullptr) places_.settings->setValue(RecentKey(), recent_emoji_);
  });
  picker->Start(composer_->emoji_button());
}

void MainWindow::OpenCreateRoom() {
  if (HasSheet()) return;
  auto* sheet = new CreateRoomSheet(theme_, *this);
  connect(sheet, &FormSheet::Submitted, this, [this, sheet] {
    session_.CreateRoom(sheet->name(), sheet->kind(), sheet->topic(), sheet, WhenDone(*sheet));
  });
  sheet->Start();
}

void MainWindow::OpenFindRooms() {
  if (HasSheet()) return;
  auto* sheet = new FindRoomsSheet(theme_, *this, session_);
  connect(sheet, &FindRoomsSheet::Joined, this, &MainWindow::OpenRoom);
  sheet->Start();
}

void MainWindow::OpenDirect() {
  if (HasSheet()) return;
  auto* sheet = new PersonSheet(theme_, *this, QStringLiteral("directMessage"), tr("Message a person"), tr("Start"));
  connect(sheet, &FormSheet::Submitted, this,
          [this, sheet] { session_.OpenDirect(sheet->name(), sheet, WhenDone(*sheet)); });
  sheet->Start();
}

void MainWindow::OpenInvite() {
  const Room* room = session_.rooms().Find(room_);
  if (HasSheet() || room == nullptr) return;
  auto* sheet = new PersonSheet(theme_, *this, QStringLiteral("invitePerson"), tr("Invite to %1").arg(RoomLabel(*room)),
                                tr("Invite"));
  connect(sheet, &FormSheet::Submitted, this,
          [this, sheet, invited_to = room_] { session_.Invite(invited_to, sheet->name(), sheet, WhenDone(*sheet)); });
  sheet->Start();
}

void MainWindow::OpenSettings() {
  if (!HasSheet()) (new SettingsSheet(theme_, *this, places_.settings))->Start();
}

void MainWindow::OpenShortcuts() {
  if (!HasSheet()) (new ShortcutsSheet(theme_, *this))->Start();
}

void MainWindow::LeaveRoom() {
  const Room* room = session_.rooms().Find(room_);
  if (HasSheet() || room == nullptr) return;
  auto* sheet =
      new ConfirmSheet(theme_, *this, tr("Leave %1?").arg(RoomLabel(*room)),
                       room->kind == RoomKind::kPrivate ? tr("To come back, somebody in it has to invite you.")
                                                        : tr("You can join it again at any time."),
                       tr("Leave room"));
  connect(sheet, &FormSheet::Submitted, this, [this, sheet, left = room_] {
    session_.LeaveRoom(left, sheet, [sheet](const Outcome<RoomId>& outcome) {
      outcome ? sheet->Close() : sheet->ShowFailure(outcome.failure);
    });
  });
  sheet->Start();
}

void MainWindow::RemoveMember(UserId user, const QString& name) {
  if (HasSheet()) return;
  auto* sheet = new ConfirmSheet(theme_, *this, tr("Remove %1?").arg(name),
                                 tr("They no longer read this room or write in it."), tr("Remove"));
  connect(sheet, &FormSheet::Submitted, this, [this, sheet, user, from = room_] {
    session_.RemoveMember(from, user, sheet, [sheet](const Outcome<RoomId>& outcome) {
      outcome ? sheet->Close() : sheet->ShowFailure(outcome.failure);
    });
  });
  sheet->Start();
}

Answer<RoomId> MainWindow::WhenDone(FormSheet& sheet) {
  return [this, &sheet](const Outcome<RoomId>& outcome) {
    if (!outcome) return sheet.ShowFailure(outcome.failure);
    sheet.Close();
    OpenRoom(outcome.value);
  };
}

}  // namespace conclave::desktop
