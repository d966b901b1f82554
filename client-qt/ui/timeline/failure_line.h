#ifndef CONCLAVE_CLIENT_QT_UI_TIMELINE_FAILURE_LINE_H_
#define CONCLAVE_CLIENT_QT_UI_TIMELINE_FAILURE_LINE_H_

#include <QRect>
#include <QString>

class QPainter;

namespace conclave::desktop {

class Theme;
struct Message;

// "Not sent: why · Retry · Delete" below a failed message, and where its actions are. A value.
struct FailureLine {
  FailureLine(const Theme& theme, const Message& message, const QRect& line);

  void Paint(QPainter& painter, const Theme& theme) const;

  QString words;
  QString retry_word;
  QString delete_word;
  QRect icon;
  QRect text;
  QRect retry;
  QRect remove;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_TIMELINE_FAILURE_LINE_H_
