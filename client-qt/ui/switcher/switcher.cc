#include "client-qt/ui/switcher/switcher.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QVBoxLayout>
#include <algorithm>

#include "client-qt/model/room_list_model.h"
#include "client-qt/ui/switcher/switcher_delegate.h"
#include "client-qt/ui/theme/icons.h"
#include "client-qt/ui/widgets/popup_list.h"

namespace conclave::desktop {
namespace {

constexpr int kSwitcherWidth = 560;
constexpr int kMostRows = 8;

}  // namespace

Switcher::Switcher(const Theme& theme, QWidget& window, RoomListModel& rooms)
    : Sheet(theme, window, QStringLiteral("switcher"), {}), words_(new QLineEdit), list_(new QListView) {
  setAccessibleName(tr("Go to a room or person"));
  SetPlace(Place::kTop);
  SetCardWidth(kSwitcherWidth);
  body().setContentsMargins(12, 12, 12, 12);
  words_->setObjectName(QStringLiteral("switcherWords"));
  words_->setAccessibleName(tr("Room or person"));
  words_->setPlaceholderText(tr("Go to a room or person"));
  words_->addAction(ThemedIcon(theme, Icon::kSearch), QLineEdit::LeadingPosition);
  words_->setFixedHeight(theme.Scaled(40));
  words_->installEventFilter(this);
  model_.setSourceModel(&rooms);
  list_->setObjectName(QStringLiteral("switcherList"));
  list_->setAccessibleName(tr("Rooms and people"));
  list_->setFrameShape(QFrame::NoFrame);
  list_->setFocusPolicy(Qt::NoFocus);
  list_->setMouseTracking(true);
  list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  list_->setVerticalScrollMode(QListView::ScrollPerPixel);
  list_->setItemDelegate(new SwitcherDelegate(theme, rooms, list_));
  list_->setModel(&model_);
  StandOnPopup(*list_, theme);
  body().addWidget(words_);
  body().addWidget(list_);
  connect(words_, &QLineEdit::textChanged, this, &Switcher::Filter);
  connect(list_, &QListView::clicked, this, &Switcher::Choose);
}

void Switcher::Start() {
  Filter({});
  Open(words_);
}

void Switcher::Filter(const QString& words) {
  model_.SetWords(words);
  list_->setCurrentIndex(model_.index(0, 0));
  Fit();
}

void Switcher::Fit() {
  const int rows = std::clamp(model_.rowCount(), 1, kMostRows);
  list_->setFixedHeight(rows * list_->itemDelegate()->sizeHint({}, {}).height());
}

void Switcher::Move(int step) {
  const int count = model_.rowCount();
  if (count == 0) return;
  list_->setCurrentIndex(model_.index((list_->currentIndex().row() + step + count) % count, 0));
}

void Switcher::Choose(const QModelIndex& index) {
  if (!index.isValid()) return;
  const RoomId room(index.data(RoomListModel::kRoomIdRole).toULongLong());
  Close();
  Q_EMIT Chosen(room);
}

bool Switcher::eventFilter(QObject* watched, QEvent* event) {
  if (watched != words_ || event->type() != QEvent::KeyPress) return Sheet::eventFilter(watched, event);
  switch (static_cast<QKeyEvent*>(event)->key()) {
    case Qt::Key_Up:
      Move(-1);
      return true;
    case Qt::Key_Down:
      Move(1);
      return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      Choose(list_->currentIndex());
      return true;
    default:
      return Sheet::eventFilter(watched, event);
  }
}

}  // namespace conclave::desktop
