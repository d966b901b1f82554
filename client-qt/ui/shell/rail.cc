#include "client-qt/ui/shell/rail.h"

#include <QPainter>
#include <QVBoxLayout>

#include "client-qt/ui/widgets/avatar.h"
#include "client-qt/ui/widgets/icon_button.h"

namespace conclave::desktop {
namespace {

constexpr int kWidth = 60;
constexpr int kTile = 40;
constexpr int kAvatar = 36;
constexpr int kDot = 11;

}  // namespace

Rail::Rail(const Theme& theme, const Me& me, QWidget* parent)
    : Ground(theme, &Tokens::rail, {}, parent),
      me_(me),
      settings_(new IconButton(theme, Icon::kSettings, QStringLiteral("settings"), tr("Settings"))),
      server_(new QWidget),
      self_(new QWidget) {
  setObjectName(QStringLiteral("rail"));
  setFixedWidth(kWidth);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 14, 0, 14);
  column->setSpacing(10);
  server_->setFixedSize(kTile, kTile);
  self_->setFixedSize(kAvatar, kAvatar);
  settings_->SetKeys(QKeySequence(Qt::CTRL | Qt::Key_Comma));
  column->addWidget(server_, 0, Qt::AlignHCenter);
  column->addStretch(1);
  column->addWidget(settings_, 0, Qt::AlignHCenter);
  column->addWidget(self_, 0, Qt::AlignHCenter);
  connect(settings_, &IconButton::clicked, this, &Rail::SettingsWanted);
  SetMe(me);
}

void Rail::SetMe(const Me& me) {
  me_ = me;
  server_->setToolTip(tr("%1 at %2").arg(me.server_name, me.server));
  SetOnline(online_);
}

void Rail::SetOnline(bool online) {
  online_ = online;
  const QString state = online ? tr("connected") : tr("not connected");
  self_->setToolTip(tr("%1 on %2, %3").arg(me_.name, me_.device, state));
  update();
}

void Rail::paintEvent(QPaintEvent* event) {
  Ground::paintEvent(event);
  const Tokens& t = theme().tokens();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(t.accent);
  const QRect tile = server_->geometry();
  painter.drawRoundedRect(QRect(-4, tile.top() + 4, 7, tile.height() - 8), 3, 3);
  PaintServerTile(painter, tile, t.accent, QString(me_.server_name).replace(u'.', u' '), theme());
  const QRect self = self_->geometry();
  PaintAvatar(painter, self, theme().AvatarColour(me_.user), me_.name, theme());
  // The dot's form differs too: hollow while there is no connection.
  const QRectF dot(self.right() - kDot + 4, self.bottom() - kDot + 4, kDot, kDot);
  painter.setBrush(t.rail);
  painter.drawEllipse(dot.adjusted(-2, -2, 2, 2));
  if (online_) {
    painter.setBrush(t.ok);
    painter.drawEllipse(dot);
  } else {
    painter.setPen(QPen(t.text3, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(dot.adjusted(1, 1, -1, -1));
  }
}

}  // namespace conclave::desktop
