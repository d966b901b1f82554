#include "client-qt/ui/shell/room_header.h"

#include <QHBoxLayout>
#include <QMenu>

#include "client-qt/ui/rooms/room_delegate.h"
#include "client-qt/ui/widgets/icon_button.h"
#include "client-qt/ui/widgets/label.h"

namespace conclave::desktop {

RoomHeader::RoomHeader(const Theme& theme, QWidget* parent)
    : Ground(theme, &Tokens::bg, Qt::BottomEdge, parent),
      title_(new Label(theme, TextKind::kTitle, &Tokens::text)),
      topic_(new Label(theme, TextKind::kSecondary, &Tokens::text2)),
      invite_(new IconButton(theme, Icon::kPersonPlus, QStringLiteral("invite"), tr("Invite a person"))),
      members_(new IconButton(theme, Icon::kPeople, QStringLiteral("members"), tr("Members"))),
      more_(new IconButton(theme, Icon::kMore, QStringLiteral("roomMenu"), tr("More"))) {
  setObjectName(QStringLiteral("roomHeader"));
  title_->setObjectName(QStringLiteral("roomTitle"));
  topic_->setObjectName(QStringLiteral("roomTopic"));
  setFixedHeight(56);
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(20, 0, 16, 0);
  row->setSpacing(4);
  row->addWidget(title_, 0);
  row->addSpacing(12);
  row->addWidget(topic_, 1);
  for (IconButton* button : {invite_, members_, more_}) row->addWidget(button);
  members_->setCheckable(true);
  connect(invite_, &IconButton::clicked, this, &RoomHeader::InviteWanted);
  connect(members_, &IconButton::clicked, this, &RoomHeader::MembersToggled);
  connect(more_, &IconButton::clicked, this, &RoomHeader::ShowMenu);
}

void RoomHeader::SetRoom(const Room& room) {
  room_ = room;
  title_->SetText(RoomLabel(room));
  QStringList parts;
  if (!room.topic.isEmpty()) parts.push_back(room.topic);
  if (room.member_count == 1) parts.push_back(tr("1 member"));
  if (room.member_count > 1) parts.push_back(tr("%1 members").arg(room.member_count));
  topic_->SetText(parts.join(QStringLiteral(" · ")));
  invite_->setVisible(room.kind == RoomKind::kPublic || room.kind == RoomKind::kPrivate);
}

void RoomHeader::SetMembersShown(bool shown) { members_->setChecked(shown); }

void RoomHeader::ShowMenu() {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->addAction(ThemedIcon(theme(), Icon::kPeople), tr("Members"), this, &RoomHeader::MembersToggled);
  if (room_.kind == RoomKind::kPublic || room_.kind == RoomKind::kPrivate) {
    menu->addAction(ThemedIcon(theme(), Icon::kPersonPlus), tr("Invite a person…"), this, &RoomHeader::InviteWanted);
    menu->addSeparator();
    menu->addAction(ThemedIcon(theme(), Icon::kLeave), tr("Leave this room…"), this, &RoomHeader::LeaveWanted);
  }
  menu->popup(more_->mapToGlobal(QPoint(0, more_->height() + 4)));
}

}  // namespace conclave::desktop
