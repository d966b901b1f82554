#include "client-qt/ui/shell/member_pane.h"

#include <QHBoxLayout>
#include <QListView>
#include <QMenu>
#include <QVBoxLayout>

#include "client-qt/ui/shell/member_delegate.h"
#include "client-qt/ui/widgets/icon_button.h"
#include "client-qt/ui/widgets/label.h"

namespace conclave::desktop {

MemberPane::MemberPane(const Theme& theme, UserId me, QWidget* parent)
    : Ground(theme, &Tokens::bg, Qt::LeftEdge, parent),
      me_(me),
      title_(new Label(theme, TextKind::kStrong, &Tokens::text)),
      list_(new QListView) {
  setObjectName(QStringLiteral("memberPane"));
  setFixedWidth(kWidth);
  auto* close = new IconButton(theme, Icon::kClose, QStringLiteral("closeMembers"), tr("Close"));
  auto* row = new QHBoxLayout;
  row->setContentsMargins(16, 12, 12, 8);
  row->addWidget(title_, 1);
  row->addWidget(close);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(1, 0, 0, 0);
  column->setSpacing(0);
  column->addLayout(row);
  column->addWidget(list_, 1);
  list_->setObjectName(QStringLiteral("memberList"));
  list_->setAccessibleName(tr("Members"));
  list_->setFrameShape(QFrame::NoFrame);
  list_->setMouseTracking(true);
  list_->setVerticalScrollMode(QListView::ScrollPerPixel);
  list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  list_->setItemDelegate(new MemberDelegate(theme, me, list_));
  list_->setContextMenuPolicy(Qt::CustomContextMenu);
  connect(close, &IconButton::clicked, this, &MemberPane::Closed);
  connect(list_, &QListView::customContextMenuRequested, this, &MemberPane::ShowMenu);
  connect(list_, &QListView::activated, this,
          [this](const QModelIndex& index) { ShowMenu(list_->visualRect(index).center()); });
  connect(&theme, &Theme::Changed, list_, &QListView::doItemsLayout);
}

void MemberPane::SetModel(MemberModel* members, bool may_remove) {
  if (members_ != nullptr) members_->disconnect(this);
  members_ = members;
  may_remove_ = may_remove;
  list_->setModel(members);
  if (members != nullptr) {
    connect(members, &MemberModel::rowsInserted, this, &MemberPane::Count);
    connect(members, &MemberModel::rowsRemoved, this, &MemberPane::Count);
  }
  Count();
}

void MemberPane::Count() {
  const int count = members_ == nullptr ? 0 : members_->rowCount();
  title_->SetText(count == 0 ? tr("Members") : tr("Members · %1").arg(count));
}

void MemberPane::ShowMenu(const QPoint& point) {
  const QModelIndex index = list_->indexAt(point);
  if (!index.isValid()) return;
  const Member member = members_->At(index.row());
  if (member.user == me_) return;
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->addAction(ThemedIcon(theme(), Icon::kMessage), tr("Message %1").arg(member.name), this,
                  [this, member] { Q_EMIT DirectWanted(member.name); });
  if (may_remove_) {
    menu->addAction(ThemedIcon(theme(), Icon::kTrash), tr("Remove from the room…"), this,
                    [this, member] { Q_EMIT RemoveWanted(member.user, member.name); });
  }
  menu->popup(list_->viewport()->mapToGlobal(point));
}

}  // namespace conclave::desktop
