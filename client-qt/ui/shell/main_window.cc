#include "client-qt/ui/shell/main_window.h"

#include <QCloseEvent>
#include <QHBoxLayout>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "client-qt/ui/composer/composer.h"
#include "client-qt/ui/rooms/room_delegate.h"
#include "client-qt/ui/rooms/room_list.h"
#include "client-qt/ui/rooms/side_bar.h"
#include "client-qt/ui/shell/accessibility.h"
#include "client-qt/ui/shell/announcer.h"
#include "client-qt/ui/shell/connection_banner.h"
#include "client-qt/ui/shell/member_pane.h"
#include "client-qt/ui/shell/rail.h"
#include "client-qt/ui/shell/room_header.h"
#include "client-qt/ui/theme/theme.h"
#include "client-qt/ui/timeline/timeline_view.h"
#include "client-qt/ui/widgets/empty_state.h"

namespace conclave::desktop {
namespace {

constexpr QSize kUsualSize(1280, 800);
constexpr QSize kLeastSize(720, 480);
constexpr int kSideUsual = 280;
constexpr int kSideLeast = 200;
constexpr int kSideMost = 400;
// In narrower windows the rooms are pictures without names.
constexpr int kRoomForNames = 900;

QString SideWidthKey() { return QStringLiteral("window/sideWidth"); }

// Before the first widget exists: a screen reader may look at each at once.
QWidget* Prepared(QWidget* parent) {
  InstallAccessibility();
  return parent;
}

}  // namespace

MainWindow::MainWindow(Session& session, Theme& theme, WindowPlaces places, QWidget* parent)
    : QWidget(Prepared(parent)),
      session_(session),
      theme_(theme),
      places_(std::move(places)),
      rail_(new Rail(theme, session.me())),
      side_bar_(new SideBar(theme, session.rooms())),
      splitter_(new QSplitter),
      pages_(new QStackedWidget),
      room_page_(new QWidget),
      header_(new RoomHeader(theme)),
      banner_(new ConnectionBanner(theme, places_.clock, places_.patience)),
      timeline_(new TimelineView(theme, places_.clock, places_.zone, places_.open_url)),
      composer_(new Composer(theme)),
      members_(new MemberPane(theme, session.me().user)),
      announcer_(new Announcer(this)),
      side_width_(kSideUsual) {
  setObjectName(QStringLiteral("window"));
  setMinimumSize(kLeastSize);
  resize(kUsualSize);
  Build();
  Connect();
  AddKeys();
  Restore();
  MeChanged();
  ConnectionChanged();
  RoomsChanged();
  composer_->edit().setFocus();
}

MainWindow::~MainWindow() { timeline_->SetModel(nullptr, {}); }

void MainWindow::Build() {
  auto* page = new QHBoxLayout(room_page_);
  page->setContentsMargins(0, 0, 0, 0);
  page->setSpacing(0);
  auto* story = new QVBoxLayout;
  story->setSpacing(0);
  story->addWidget(timeline_, 1);
  story->addWidget(composer_);
  page->addLayout(story, 1);
  page->addWidget(members_);
  members_->hide();

  auto* nothing = new EmptyState(theme_, Icon::kMessage);
  nothing->SetTexts(tr("No room is open"), tr("Choose one at the left, or find one to join."));
  nothing->SetButton(tr("Find rooms"));
  connect(nothing, &EmptyState::Clicked, this, &MainWindow::OpenFindRooms);
  pages_->addWidget(nothing);
  pages_->addWidget(room_page_);

  auto* main = new QWidget;
  auto* column = new QVBoxLayout(main);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(header_);
  column->addWidget(banner_);
  column->addWidget(pages_, 1);

  splitter_->setObjectName(QStringLiteral("columns"));
  splitter_->setChildrenCollapsible(false);
  splitter_->addWidget(side_bar_);
  splitter_->addWidget(main);
  splitter_->setStretchFactor(1, 1);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(0);
  row->addWidget(rail_);
  row->addWidget(splitter_, 1);
}

void MainWindow::Connect() {
  connect(&session_, &Session::MeChanged, this, &MainWindow::MeChanged);
  connect(&session_, &Session::ConnectionChanged, this, &MainWindow::ConnectionChanged);
  RoomListModel& rooms = session_.rooms();
  connect(&rooms, &RoomListModel::rowsInserted, this, &MainWindow::RoomsChanged);
  connect(&rooms, &RoomListModel::rowsRemoved, this, &MainWindow::RoomsChanged);
  connect(&rooms, &RoomListModel::dataChanged, this, &MainWindow::RoomsChanged);
  connect(&side_bar_->list(), &RoomList::Chosen, this, &MainWindow::OpenRoom);
  const auto write = [this] { composer_->edit().setFocus(); };
  connect(&side_bar_->list(), &RoomList::clicked, this, write);
  connect(&side_bar_->list(), &RoomList::activated, this, write);
  connect(side_bar_, &SideBar::SwitcherWanted, this, &MainWindow::OpenSwitcher);
  connect(side_bar_, &SideBar::CreateWanted, this, &MainWindow::OpenCreateRoom);
  connect(side_bar_, &SideBar::FindWanted, this, &MainWindow::OpenFindRooms);
  connect(side_bar_, &SideBar::DirectWanted, this, &MainWindow::OpenDirect);
  connect(splitter_, &QSplitter::splitterMoved, this, [this](int position) { side_width_ = position; });
  connect(rail_, &Rail::SettingsWanted, this, &MainWindow::OpenSettings);
  connect(header_, &RoomHeader::MembersToggled, this, [this] { ShowMembers(!members_shown_); });
  connect(header_, &RoomHeader::InviteWanted, this, &MainWindow::OpenInvite);
  connect(header_, &RoomHeader::LeaveWanted, this, &MainWindow::LeaveRoom);
  connect(banner_, &ConnectionBanner::RetryWanted, this, [this] { session_.RetryNow(); });
  connect(banner_, &ConnectionBanner::Told, announcer_, &Announcer::Say);
  connect(&session_, &Session::MessageArrived, this, &MainWindow::Announce);
  connect(members_, &MemberPane::Closed, this, [this] { ShowMembers(false); });
  connect(members_, &MemberPane::DirectWanted, this, &MainWindow::StartDirect);
  connect(members_, &MemberPane::RemoveWanted, this, &MainWindow::RemoveMember);
  connect(composer_, &Composer::SendWanted, this, [this](const QString& text) {
    session_.Send(room_, text);
    timeline_->JumpToEnd();
  });
  connect(composer_, &Composer::DraftChanged, this, [this](const QString& text) {
    if (room_) session_.SetDraft(room_, text);
  });
  connect(composer_, &Composer::EmojiWanted, this, &MainWindow::OpenEmojiPicker);
  connect(&composer_->edit(), &ComposerEdit::LeftUpwards, this, [this] {
    timeline_->setFocus(Qt::ShortcutFocusReason);
    timeline_->FocusRow(timeline_->engine().rows() - 1);
  });
  connect(&composer_->edit(), &ComposerEdit::Escaped, this, [this] {
    timeline_->ClearUnreadLine();
    timeline_->JumpToEnd();
  });
  connect(timeline_, &TimelineView::ReadUpTo, this, [this](Seq seq) { session_.MarkRead(room_, seq); });
  connect(timeline_, &TimelineView::RetryWanted, this,
          [this](const CommandId& command) { session_.Retry(room_, command); });
  connect(timeline_, &TimelineView::DiscardWanted, this,
          [this](const CommandId& command) { session_.Discard(room_, command); });
  connect(timeline_, &TimelineView::Typed, composer_, &Composer::Insert);
}

void MainWindow::OpenRoom(RoomId room) {
  if (room == room_) return;
  composer_->Flush();
  room_ = room;
  if (!walking_) recent_.Visit(room);
  ShowRoom();
  // Somebody who walks through the list by its keys stays there.
  if (!side_bar_->list().hasFocus()) composer_->edit().setFocus();
}

void MainWindow::ShowRoom() {
  const Room* room = session_.rooms().Find(room_);
  side_bar_->list().SetCurrentRoom(room_);
  const bool first = room != nullptr && pages_->currentWidget() != room_page_;
  pages_->setCurrentIndex(room == nullptr ? 0 : 1);
  header_->setVisible(room != nullptr);
  if (room == nullptr) {
    timeline_->SetModel(nullptr, {});
    members_->SetModel(nullptr, false);
    setWindowTitle(tr("Conclave"));
    return;
  }
  const QString label = RoomLabel(*room);
  setWindowTitle(tr("%1 – Conclave").arg(label));
  header_->SetRoom(*room);
  timeline_->SetModel(&session_.Timeline(room_), label);
  composer_->Open(tr("Message %1").arg(label), room->draft);
  if (members_shown_) members_->SetModel(&session_.Members(room_), room->owner);
  // Until now there was no composer to have the keyboard.
  if (first && !HasSheet()) composer_->edit().setFocus();
}

void MainWindow::RoomsChanged() {
  const Room* room = session_.rooms().Find(room_);
  if (room != nullptr) {
    header_->SetRoom(*room);
    return;
  }
  // The room went, or there was none yet: the first one takes its place.
  recent_.Forget(room_);
  room_ = session_.rooms().rowCount() > 0 ? session_.rooms().At(0).id : RoomId();
  recent_.Visit(room_);
  ShowRoom();
}

void MainWindow::MeChanged() {
  rail_->SetMe(session_.me());
  side_bar_->SetServer(session_.me().server_name);
}

void MainWindow::ConnectionChanged() {
  banner_->SetState(session_.connection());
  rail_->SetOnline(session_.connection().phase == ConnectionPhase::kOnline);
}

void MainWindow::ShowMembers(bool shown) {
  members_shown_ = shown && room_;
  header_->SetMembersShown(members_shown_);
  const Room* room = session_.rooms().Find(room_);
  members_->SetModel(members_shown_ ? &session_.Members(room_) : nullptr, room != nullptr && room->owner);
  members_->setVisible(members_shown_);
}

void MainWindow::Arrange() {
  const bool names = width() >= kRoomForNames;
  side_bar_->SetCompact(!names);
  side_bar_->setMinimumWidth(names ? kSideLeast : SideBar::kCompactWidth);
  side_bar_->setMaximumWidth(names ? kSideMost : SideBar::kCompactWidth);
  const int side = names ? side_width_ : SideBar::kCompactWidth;
  splitter_->setSizes({side, std::max(1, splitter_->width() - side)});
}

void MainWindow::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  Arrange();
}

void MainWindow::closeEvent(QCloseEvent* event) {
  composer_->Flush();
  Save();
  QWidget::closeEvent(event);
}

void MainWindow::Restore() {
  if (places_.settings == nullptr) return;
  restoreGeometry(places_.settings->value(QStringLiteral("window/geometry")).toByteArray());
  side_width_ = places_.settings->value(SideWidthKey(), kSideUsual).toInt();
  room_ = RoomId(places_.settings->value(QStringLiteral("window/room")).toULongLong());
  if (session_.rooms().Find(room_) != nullptr) ShowRoom();
  recent_.Visit(room_);
}

void MainWindow::Save() {
  if (places_.settings == nullptr) return;
  places_.settings->setValue(QStringLiteral("window/geometry"), saveGeometry());
  places_.settings->setValue(SideWidthKey(), side_width_);
  places_.settings->setValue(QStringLiteral("window/room"), static_cast<qulonglong>(room_.value()));
}

}  // namespace conclave::desktop
