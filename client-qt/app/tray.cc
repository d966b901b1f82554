#include "client-qt/app/tray.h"

#include <QPainter>

#include "client-qt/ui/theme/icons.h"
#include "client-qt/ui/theme/theme.h"
#include "client-qt/ui/widgets/badge.h"

namespace conclave::desktop {

QPixmap ProgramPicture(const Theme& theme, int size, int unread) {
  QPixmap picture(size, size);
  picture.fill(Qt::transparent);
  QPainter painter(&picture);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(theme.tokens().accent);
  const double side = size;
  painter.drawRoundedRect(QRectF(0, 0, side, side), side * 0.28, side * 0.28);
  PaintIcon(painter, Icon::kMessage, QRectF(side * 0.2, side * 0.2, side * 0.6, side * 0.6), Qt::white);
  if (unread == 0) return picture;
  // A number is too small to be read at the usual 22 pixels: two digits at the most, over half of the picture.
  const QRectF badge(side * 0.4, side * 0.4, side * 0.6, side * 0.6);
  painter.setBrush(theme.tokens().danger_fill);
  painter.drawEllipse(badge);
  QFont font = theme.Font(TextKind::kBadge);
  font.setPixelSize(static_cast<int>(side * (unread > 9 ? 0.36 : 0.46)));
  painter.setFont(font);
  painter.setPen(Qt::white);
  painter.drawText(badge, Qt::AlignCenter, unread > 99 ? QStringLiteral("…") : QString::number(unread));
  return picture;
}

Tray::Tray(const Theme& theme, QObject* parent) : QObject(parent), theme_(theme) {
  menu_.addAction(tr("Open Conclave"), this, &Tray::ShowWanted);
  menu_.addAction(tr("Quit"), this, &Tray::QuitWanted);
  icon_.setContextMenu(&menu_);
  connect(&icon_, &QSystemTrayIcon::activated, this, [this](QSystemTrayIcon::ActivationReason reason) {
    if (reason == QSystemTrayIcon::Trigger) Q_EMIT ShowWanted();
  });
  connect(&theme_, &Theme::Changed, this, &Tray::Draw);
  Draw();
  icon_.show();
}

void Tray::SetUnread(int count) {
  if (count == unread_) return;
  unread_ = count;
  Draw();
}

void Tray::Draw() {
  QIcon icon;
  for (const int size : {22, 44, 64}) icon.addPixmap(ProgramPicture(theme_, size, unread_));
  icon_.setIcon(icon);
  if (unread_ == 0) {
    icon_.setToolTip(tr("Conclave"));
  } else {
    icon_.setToolTip(unread_ == 1 ? tr("Conclave: 1 unread message") : tr("Conclave: %1 unread messages").arg(unread_));
  }
}

}  // namespace conclave::desktop
