// What a person asks the window for: keys, dialogs and what they do.
#include <QListView>
#include <QMessageBox>
#include <QPushButton>
#include <QShortcut>
#include <utility>

#include "client-qt/ui/composer/composer.h"
#include "client-qt/ui/rooms/room_list.h"
#include "client-qt/ui/rooms/side_bar.h"
#include "client-qt/ui/shell/main_window.h"
#include "client-qt/ui/shell/member_pane.h"
#include "client-qt/ui/theme/theme.h"
#include "client-qt/ui/timeline/timeline_view.h"

namespace conclave::desktop {

void MainWindow::AddKey(const QKeySequence& keys, std::function<void()> action) {
  connect(new QShortcut(keys, this), &QShortcut::activated, this, std::move(action));
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
  AddKey(QKeySequence(Qt::Key_F6), [this] { CyclePanes(1); });
  AddKey(QKeySequence(Qt::SHIFT | Qt::Key_F6), [this] { CyclePanes(-1); });
}

void MainWindow::GoTo(int step, bool unread_only) {
  const RoomId room = side_bar_->list().Neighbour(step, unread_only);
  if (room) OpenRoom(room);
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

void MainWindow::ShowFailure(const QString& failure) {
  if (failure.isEmpty()) return;
  auto* box = new QMessageBox(QMessageBox::NoIcon, tr("Conclave"), failure, QMessageBox::Ok, this);
  box->setAttribute(Qt::WA_DeleteOnClose);
  box->open();
}

void MainWindow::StartDirect(const QString& user_name) {
  session_.OpenDirect(user_name, this, [this](const Outcome<RoomId>& outcome) {
    if (outcome) return OpenRoom(outcome.value);
    ShowFailure(outcome.failure);
  });
}

void MainWindow::OpenSwitcher() {}
void MainWindow::OpenEmojiPicker() {}
void MainWindow::OpenCreateRoom() {}
void MainWindow::OpenFindRooms() {}
void MainWindow::OpenDirect() {}
void MainWindow::OpenInvite() {}
void MainWindow::OpenSettings() {}
void MainWindow::OpenShortcuts() {}
void MainWindow::LeaveRoom() {}
void MainWindow::RemoveMember(UserId, const QString&) {}

}  // namespace conclave::desktop
