#ifndef CONCLAVE_CLIENT_QT_UI_TIMELINE_TIMELINE_PAINTER_H_
#define CONCLAVE_CLIENT_QT_UI_TIMELINE_TIMELINE_PAINTER_H_

#include <QString>

#include "client-qt/ui/timeline/timeline_engine.h"
#include "server/core/clock.h"

class QPainter;

namespace conclave::desktop {

// What lies under a point of the view.
enum class HitKind { kNothing, kText, kLink, kRetry, kDelete, kTime };
struct Hit {
  HitKind kind = HitKind::kNothing;
  int row = -1;
  QString link;
};

// What is momentary about a view. Rows are -1 when there is none.
struct ViewState {
  int hover_row = -1;
  int focus_row = -1;
  // The day's name floats at the top.
  bool floating_day = false;
};

// Draws an engine's view on any paint device, and finds what is under a point. Confined to the GUI's thread; owned by a
// TimelineView, below the engine.
class TimelinePainter {
 public:
  TimelinePainter(TimelineEngine& engine, const Clock& clock) : engine_(engine), clock_(clock) {}

  // What the room is called where its story begins: "#general" or a person.
  void SetTitle(const QString& title) { title_ = title; }
  void Paint(QPainter& painter, const ViewState& state);
  [[nodiscard]] Hit HitAt(const QPoint& point);

 private:
  void PaintRow(QPainter& painter, int row, const ViewState& state);
  void PaintBeginning(QPainter& painter, int top);
  void PaintDayLine(QPainter& painter, const QString& name, int top);
  void PaintPill(QPainter& painter, const QString& name, int middle);
  void PaintUnreadLine(QPainter& painter, int top);
  void PaintHeader(QPainter& painter, const Message& message, const QRect& body);
  void PaintEvent(QPainter& painter, const Message& message, const QRect& body);
  void PaintText(QPainter& painter, int row, const Message& message);
  void PaintSendState(QPainter& painter, const Message& message, const QPoint& end);
  void PaintFloatingDay(QPainter& painter);
  [[nodiscard]] QRect FailureRect(int row);
  [[nodiscard]] QRect TimeRect(int row);
  [[nodiscard]] int width() const { return engine_.view().width(); }

  TimelineEngine& engine_;
  const Clock& clock_;
  QString title_;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_TIMELINE_TIMELINE_PAINTER_H_
