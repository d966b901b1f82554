#include "client-qt/ui/timeline/failure_line.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QPainter>
#include <algorithm>

#include "client-qt/core/message.h"
#include "client-qt/ui/theme/icons.h"
#include "client-qt/ui/theme/theme.h"
#include "client-qt/ui/timeline/timeline_metrics.h"

namespace conclave::desktop {
namespace {

constexpr int kGap = 18;

QFont ActionFont(const Theme& theme) {
  QFont font = theme.Font(TextKind::kSecondary);
  font.setWeight(QFont::DemiBold);
  return font;
}

QString Translated(const char* text) { return QCoreApplication::translate("Timeline", text); }

}  // namespace

FailureLine::FailureLine(const Theme& theme, const Message& message, const QRect& line)
    : retry_word(Translated("Retry")), delete_word(Translated("Delete")) {
  const QFontMetrics plain(theme.Font(TextKind::kSecondary));
  const QFontMetrics strong(ActionFont(theme));
  const int retry_width = strong.horizontalAdvance(retry_word);
  const int delete_width = strong.horizontalAdvance(delete_word);
  const int icon_room = timeline::kStateIcon + 6;
  const int left = line.width() - icon_room - retry_width - delete_width - 2 * kGap;
  words = message.failure.isEmpty() ? Translated("Not sent") : Translated("Not sent: ") + message.failure;
  words = plain.elidedText(words, Qt::ElideRight, std::max(0, left));
  icon = QRect(line.left(), line.center().y() - timeline::kStateIcon / 2, timeline::kStateIcon, timeline::kStateIcon);
  text = QRect(line.left() + icon_room, line.top(), plain.horizontalAdvance(words) + 1, line.height());
  retry = QRect(text.right() + kGap, line.top(), retry_width, line.height());
  remove = QRect(retry.right() + kGap, line.top(), delete_width, line.height());
}

void FailureLine::Paint(QPainter& painter, const Theme& theme) const {
  const Tokens& t = theme.tokens();
  PaintIcon(painter, Icon::kAlert, icon, t.danger);
  painter.setFont(theme.Font(TextKind::kSecondary));
  painter.setPen(t.danger);
  painter.drawText(text, Qt::AlignVCenter | Qt::AlignLeft, words);
  painter.setPen(t.text3);
  for (const QRect& action : {retry, remove}) {
    painter.drawText(QRect(action.left() - kGap, action.top(), kGap, action.height()), Qt::AlignCenter,
                     QStringLiteral("·"));
  }
  painter.setFont(ActionFont(theme));
  painter.setPen(t.accent_text);
  painter.drawText(retry, Qt::AlignVCenter | Qt::AlignLeft, retry_word);
  painter.drawText(remove, Qt::AlignVCenter | Qt::AlignLeft, delete_word);
}

}  // namespace conclave::desktop
