#include "client-qt/ui/dialogs/find_rooms_sheet.h"

#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QVBoxLayout>

#include "client-qt/ui/switcher/switcher_delegate.h"
#include "client-qt/ui/theme/icons.h"
#include "client-qt/ui/widgets/popup_list.h"

namespace conclave::desktop {
namespace {

constexpr int kPauseMs = 200;
constexpr int kRows = 7;

}  // namespace

FindRoomsSheet::FindRoomsSheet(const Theme& theme, QWidget& window, Session& session)
    : Sheet(theme, window, QStringLiteral("findRooms"), tr("Find rooms to join")),
      session_(session),
      words_(new QLineEdit),
      list_(new QListView),
      note_(new QLabel) {
  SetCardWidth(520);
  words_->setObjectName(QStringLiteral("findWords"));
  words_->setAccessibleName(tr("Part of the room's name"));
  words_->setPlaceholderText(tr("Part of the room's name"));
  words_->addAction(ThemedIcon(theme, Icon::kSearch), QLineEdit::LeadingPosition);
  words_->installEventFilter(this);
  list_->setObjectName(QStringLiteral("foundRooms"));
  list_->setAccessibleName(tr("Rooms found"));
  list_->setFrameShape(QFrame::NoFrame);
  list_->setMouseTracking(true);
  list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  list_->setItemDelegate(new SwitcherDelegate(theme, found_, list_));
  list_->setModel(&found_);
  list_->setFixedHeight(kRows * theme.Scaled(40));
  StandOnPopup(*list_, theme);
  note_->setObjectName(QStringLiteral("findNote"));
  note_->setFont(theme.Font(TextKind::kSecondary));
  body().addWidget(words_);
  body().addWidget(list_);
  body().addWidget(note_);
  pause_.setSingleShot(true);
  connect(words_, &QLineEdit::textChanged, this, [this] { pause_.start(kPauseMs); });
  connect(&pause_, &QTimer::timeout, this, &FindRoomsSheet::Ask);
  connect(list_, &QListView::activated, this, &FindRoomsSheet::Join);
}

void FindRoomsSheet::Start() {
  Ask();
  Open(words_);
}

void FindRoomsSheet::Ask() {
  session_.FindRooms(words_->text().trimmed(), this, [this](const Outcome<std::vector<Room>>& found) { Show(found); });
}

void FindRoomsSheet::Show(const Outcome<std::vector<Room>>& found) {
  while (found_.rowCount() > 0) found_.Remove(found_.At(0).id);
  if (!found) return Say(found.failure);
  for (const Room& room : found.value) {
    if (session_.rooms().Find(room.id) == nullptr) found_.Put(room);
  }
  list_->setCurrentIndex(found_.index(0));
  Say(found_.rowCount() == 0 ? tr("There is no such room that you are not in already.")
                             : tr("Enter or a double click joins the marked room."));
}

void FindRoomsSheet::Say(const QString& sentence) { note_->setText(sentence); }

void FindRoomsSheet::Join(const QModelIndex& index) {
  if (!index.isValid()) return;
  session_.JoinRoom(found_.At(index.row()).id, this, [this](const Outcome<RoomId>& outcome) {
    if (!outcome) return Say(outcome.failure);
    Close();
    Q_EMIT Joined(outcome.value);
  });
}

bool FindRoomsSheet::eventFilter(QObject* watched, QEvent* event) {
  if (watched != words_ || event->type() != QEvent::KeyPress) return Sheet::eventFilter(watched, event);
  const int key = static_cast<QKeyEvent*>(event)->key();
  if (key == Qt::Key_Return || key == Qt::Key_Enter) {
    Join(list_->currentIndex());
    return true;
  }
  if (key != Qt::Key_Up && key != Qt::Key_Down) return Sheet::eventFilter(watched, event);
  const int row = list_->currentIndex().row() + (key == Qt::Key_Down ? 1 : -1);
  if (row >= 0 && row < found_.rowCount()) list_->setCurrentIndex(found_.index(row));
  return true;
}

}  // namespace conclave::desktop
