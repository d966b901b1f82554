#include "client-qt/ui/timeline/timeline_painter.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QPainter>
#include <algorithm>

#include "client-qt/ui/theme/icons.h"
#include "client-qt/ui/theme/theme.h"
#include "client-qt/ui/timeline/failure_line.h"
#include "client-qt/ui/timeline/timeline_metrics.h"
#include "client-qt/ui/widgets/avatar.h"
#include "client-qt/ui/widgets/plain_line.h"

namespace conclave::desktop {
namespace {

QString Translated(const char* text) { return QCoreApplication::translate("Timeline", text); }

}  // namespace

void TimelinePainter::Paint(QPainter& painter, const ViewState& state) {
  painter.fillRect(QRect(QPoint(), engine_.view()), engine_.theme().tokens().bg);
  const TimelineModel* model = engine_.model();
  if (model == nullptr) return;
  if (engine_.rows() == 0) {
    if (model->at_beginning()) {
      PaintBeginning(painter,
                     engine_.view().height() - timeline::BeginningHeight(engine_.theme()) - timeline::kEndRoom);
    }
    return;
  }
  const int height = engine_.view().height();
  for (int row = engine_.RowAt(0); row < engine_.rows() && engine_.RowTop(row) < height; ++row) {
    PaintRow(painter, row, state);
  }
  if (state.floating_day) PaintFloatingDay(painter);
}

void TimelinePainter::PaintRow(QPainter& painter, int row, const ViewState& state) {
  const Theme& theme = engine_.theme();
  const Message& message = engine_.model()->At(row);
  const RowPlan plan = engine_.Plan(row);
  int top = engine_.RowTop(row);
  if (plan.beginning) {
    PaintBeginning(painter, top);
    top += timeline::BeginningHeight(theme);
  }
  if (plan.day) {
    PaintDayLine(painter, DayName(message.time, clock_.NowUs(), engine_.zone()), top);
    top += timeline::DayHeight(theme);
  }
  if (plan.unread) PaintUnreadLine(painter, top);

  const QRect body = engine_.BodyRect(row);
  if (row == state.hover_row) painter.fillRect(body, theme.tokens().hover);
  if (message.kind == MessageKind::kEvent) {
    PaintEvent(painter, message, body);
  } else {
    if (plan.header) PaintHeader(painter, message, body);
    if (!plan.header && row == state.hover_row) {
      painter.setFont(theme.Font(TextKind::kCaption));
      painter.setPen(theme.tokens().text3);
      painter.drawText(TimeRect(row), Qt::AlignRight | Qt::AlignVCenter, TimeOfDay(message.time, engine_.zone()));
    }
    PaintText(painter, row, message);
  }
  if (row == state.focus_row) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.tokens().accent_text, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(body).adjusted(4, 1, -4, -1), 8, 8);
    painter.restore();
  }
}

void TimelinePainter::PaintBeginning(QPainter& painter, int top) {
  const Theme& theme = engine_.theme();
  const Tokens& t = theme.tokens();
  const int left = timeline::kMargin;
  const QRect circle(left, top + 24, timeline::kBeginningIcon, timeline::kBeginningIcon);
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(t.selected);
  painter.drawEllipse(circle);
  painter.restore();
  const bool channel = title_.startsWith(u'#');
  PaintIcon(painter, channel ? Icon::kHash : Icon::kMessage, circle.adjusted(12, 12, -12, -12), t.accent_text);

  QRect line(left, circle.bottom() + 13, width() - 2 * left, theme.LineHeight(TextKind::kTitle));
  PaintPlainLine(painter, line, theme.Font(TextKind::kTitle), t.text,
                 Translated(channel ? "This is the beginning of %1" : "This is the beginning with %1").arg(title_));
  line.translate(0, line.height() + 4);
  line.setHeight(theme.LineHeight(TextKind::kSecondary));
  PaintPlainLine(painter, line, theme.Font(TextKind::kSecondary), t.text2,
                 engine_.rows() == 0 ? Translated("Nobody has said anything yet. Write the first message.")
                                     : Translated("There is nothing older to read here."));
}

void TimelinePainter::PaintDayLine(QPainter& painter, const QString& name, int top) {
  const int middle = top + timeline::DayHeight(engine_.theme()) / 2;
  painter.fillRect(QRect(timeline::kMargin, middle, width() - timeline::kMargin - timeline::kRightMargin, 1),
                   engine_.theme().tokens().border);
  PaintPill(painter, name, middle);
}

void TimelinePainter::PaintPill(QPainter& painter, const QString& name, int middle) {
  const Theme& theme = engine_.theme();
  const QFont font = theme.Font(TextKind::kBadge);
  const int pill_width = QFontMetrics(font).horizontalAdvance(name) + 24;
  const int pill_height = theme.Scaled(24);
  const QRect pill((width() + timeline::kMargin - timeline::kRightMargin - pill_width) / 2, middle - pill_height / 2,
                   pill_width, pill_height);
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(theme.tokens().border);
  painter.setBrush(theme.tokens().bg);
  painter.drawRoundedRect(QRectF(pill).adjusted(0.5, 0.5, -0.5, -0.5), pill_height / 2.0, pill_height / 2.0);
  painter.restore();
  painter.setFont(font);
  painter.setPen(theme.tokens().text2);
  painter.drawText(pill, Qt::AlignCenter, name);
}

void TimelinePainter::PaintUnreadLine(QPainter& painter, int top) {
  const Theme& theme = engine_.theme();
  const QFont font = theme.Font(TextKind::kBadge);
  const QString word = Translated("New");
  const int word_width = QFontMetrics(font).horizontalAdvance(word);
  const int middle = top + timeline::UnreadHeight(theme) / 2;
  const int right = width() - timeline::kRightMargin;
  painter.fillRect(QRect(timeline::kMargin, middle, right - timeline::kMargin - word_width - 8, 1),
                   theme.tokens().danger);
  painter.setFont(font);
  painter.setPen(theme.tokens().danger);
  painter.drawText(QRect(right - word_width, top, word_width + 1, timeline::UnreadHeight(theme)),
                   Qt::AlignVCenter | Qt::AlignLeft, word);
}

void TimelinePainter::PaintHeader(QPainter& painter, const Message& message, const QRect& body) {
  const Theme& theme = engine_.theme();
  const int top = body.top() + timeline::kHeaderPad;
  PaintAvatar(painter, QRectF(timeline::kMargin, top + 3, timeline::kAvatar, timeline::kAvatar),
              theme.AvatarColour(message.author), message.author_name, theme);
  const QFont name_font = theme.Font(TextKind::kStrong);
  const QFont time_font = theme.Font(TextKind::kCaption);
  const QString time = TimeOfDay(message.time, engine_.zone());
  const int time_width = QFontMetrics(time_font).horizontalAdvance(time) + 1;
  const int room = width() - timeline::kTextLeft - timeline::kRightMargin - time_width - 8;
  const QRect name(timeline::kTextLeft, top, std::max(0, room), timeline::NameHeight(theme));
  const int used = PaintPlainLine(painter, name, name_font, theme.NameColour(message.author), message.author_name);
  // Both stand on one base line.
  const int drop = (QFontMetrics(name_font).ascent() - QFontMetrics(name_font).descent() -
                    QFontMetrics(time_font).ascent() + QFontMetrics(time_font).descent()) /
                   2;
  painter.setFont(time_font);
  painter.setPen(theme.tokens().text3);
  painter.drawText(QRect(name.left() + used + 8, top + drop, time_width, name.height()),
                   Qt::AlignVCenter | Qt::AlignLeft, time);
}

void TimelinePainter::PaintEvent(QPainter& painter, const Message& message, const QRect& body) {
  const Theme& theme = engine_.theme();
  QRect line = body;
  line.setLeft(timeline::kTextLeft);
  line.setRight(width() - timeline::kRightMargin);
  const int used = PaintPlainLine(painter, line, theme.Font(TextKind::kSecondary), theme.tokens().text2,
                                  message.document->PlainText());
  line.setLeft(line.left() + used + 8);
  PaintPlainLine(painter, line, theme.Font(TextKind::kCaption), theme.tokens().text3,
                 TimeOfDay(message.time, engine_.zone()));
}

void TimelinePainter::PaintText(QPainter& painter, int row, const Message& message) {
  const MessageLayout& layout = engine_.LayoutOf(row);
  const QPoint origin = engine_.TextOrigin(row);
  layout.Paint(painter, origin, engine_.selection().RangeIn(row, layout.length()));
  if (message.state == SendState::kFailed) {
    FailureLine(engine_.theme(), message, FailureRect(row)).Paint(painter, engine_.theme());
  } else if (message.own) {
    PaintSendState(painter, message, origin + layout.End());
  }
}

void TimelinePainter::PaintSendState(QPainter& painter, const Message& message, const QPoint& end) {
  const Tokens& t = engine_.theme().tokens();
  const bool sent = message.state == SendState::kSent;
  const QRectF square(end.x() + 6, end.y() - timeline::kStateIcon / 2.0 + 1, timeline::kStateIcon,
                      timeline::kStateIcon);
  PaintIcon(painter, sent ? Icon::kTick : Icon::kClock, square, sent ? t.accent_text : t.text3);
}

void TimelinePainter::PaintFloatingDay(QPainter& painter) {
  const int row = engine_.RowAt(0);
  const int pill_middle = 8 + engine_.theme().Scaled(12);
  // The day's own line, when it is about there, says it already.
  for (int near = row; near < std::min(row + 3, engine_.rows()); ++near) {
    const int top = engine_.RowTop(near);
    if (engine_.Plan(near).day && top + timeline::DayHeight(engine_.theme()) > 0 && top < 2 * pill_middle) return;
  }
  PaintPill(painter, DayName(engine_.model()->At(row).time, clock_.NowUs(), engine_.zone()), pill_middle);
}

QRect TimelinePainter::FailureRect(int row) {
  const Theme& theme = engine_.theme();
  const QPoint origin = engine_.TextOrigin(row);
  return {origin.x(), origin.y() + engine_.LayoutOf(row).height(),
          timeline::TextWidth(theme, width()) + timeline::kStateRoom, timeline::FailureHeight(theme)};
}

QRect TimelinePainter::TimeRect(int row) {
  return {0, engine_.TextOrigin(row).y(), timeline::kTextLeft - 12, engine_.theme().LineHeight(TextKind::kBody)};
}

Hit TimelinePainter::HitAt(const QPoint& point) {
  const int row = engine_.model() == nullptr ? -1 : engine_.RowAt(point.y());
  if (row < 0 || !engine_.RowRect(row).contains(point)) return {};
  Hit hit{.row = row};
  const Message& message = engine_.model()->At(row);
  if (!engine_.BodyRect(row).contains(point) || message.kind != MessageKind::kText) return hit;
  if (message.state == SendState::kFailed) {
    const FailureLine line(engine_.theme(), message, FailureRect(row));
    if (line.retry.adjusted(-4, 0, 4, 0).contains(point)) hit.kind = HitKind::kRetry;
    if (line.remove.adjusted(-4, 0, 4, 0).contains(point)) hit.kind = HitKind::kDelete;
    if (hit.kind != HitKind::kNothing) return hit;
  }
  const TextHit text = engine_.LayoutOf(row).HitAt(point - engine_.TextOrigin(row));
  if (text.on_text) hit.kind = text.link.isEmpty() ? HitKind::kText : HitKind::kLink;
  hit.link = text.link;
  const bool above_text = point.y() < engine_.TextOrigin(row).y();
  if (!text.on_text && (above_text || point.x() < timeline::kTextLeft)) hit.kind = HitKind::kTime;
  return hit;
}

}  // namespace conclave::desktop
