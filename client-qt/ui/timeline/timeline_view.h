#ifndef CONCLAVE_CLIENT_QT_UI_TIMELINE_TIMELINE_VIEW_H_
#define CONCLAVE_CLIENT_QT_UI_TIMELINE_TIMELINE_VIEW_H_

#include <QAbstractScrollArea>
#include <QBasicTimer>
#include <QClipboard>
#include <functional>
#include <optional>

#include "client-qt/ui/timeline/read_tracker.h"
#include "client-qt/ui/timeline/timeline_engine.h"
#include "client-qt/ui/timeline/timeline_painter.h"

class QUrl;

namespace conclave::desktop {

class JumpButton;

// Shows one room's story and lets a person move in it, select, copy and follow links; asks for older history when it
// runs short, and tells what has been read. Lives on the GUI's thread; owned by the window.
class TimelineView : public QAbstractScrollArea {
  Q_OBJECT

 public:
  // `clock` says what "today" is and how long a message was looked at; `open_url` opens a link's target.
  TimelineView(const Theme& theme, const Clock& clock, const QTimeZone& zone, std::function<void(const QUrl&)> open_url,
               QWidget* parent = nullptr);

  // Enters a room: at its first unread message, else at the end. Null: none.
  void SetModel(TimelineModel* model, const QString& title);
  [[nodiscard]] TimelineModel* model() const { return model_; }
  [[nodiscard]] TimelineEngine& engine() { return engine_; }
  [[nodiscard]] int focus_row() const { return state_.focus_row; }

  void JumpToEnd();
  void ClearUnreadLine();
  // Gives a row the keyboard's mark and brings it into view.
  void FocusRow(int row);
  // The selection, else the row with the mark. Texts that are not in memory are waited for.
  void Copy();
  // How a screen reader says the row: "Ines Duarte, 09:41, text".
  [[nodiscard]] QString Spoken(int row) const;
  // Takes a row as hovered, as if the pointer were there.
  void SetHoverRow(int row);

 Q_SIGNALS:
  void ReadUpTo(conclave::Seq seq);
  void RetryWanted(const conclave::CommandId& command);
  void DiscardWanted(const conclave::CommandId& command);
  // Something printable was typed: it belongs into the composer.
  void Typed(const QString& text);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void scrollContentsBy(int dx, int dy) override;
  void wheelEvent(QWheelEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  void changeEvent(QEvent* event) override;
  void timerEvent(QTimerEvent* event) override;
  bool viewportEvent(QEvent* event) override;

 private:
  void Follow(TimelineModel* model);
  void OnInserted(int first, int last);
  // Brings scroll bar, button and picture in line with the engine.
  void Sync();
  // Tells the model which texts are needed.
  void LookAtRows();
  void CopySelection(QClipboard::Mode mode);
  void FinishCopy();
  void PlaceJumpButton();
  void ShowFloatingDay();
  void Look();
  void Act(const Hit& hit);
  void OpenLink(const QString& link);
  void ShowToolTip(const QPoint& point, const QPoint& global);
  void UpdateHover(const QPoint& point);
  bool Navigate(QKeyEvent* event);
  bool ActOnFocusRow(QKeyEvent* event);
  void MoveFocus(int step);

  const Theme& theme_;
  const Clock& clock_;
  const std::function<void(const QUrl&)> open_url_;
  TimelineModel* model_ = nullptr;
  TimelineEngine engine_;
  TimelinePainter painter_;
  ViewState state_;
  ReadTracker tracker_;
  JumpButton* jump_;
  QBasicTimer look_timer_;
  QBasicTimer floating_timer_;
  // Texts that came in below the view.
  int missed_ = 0;
  // Where the selection goes as soon as all its texts are there.
  std::optional<QClipboard::Mode> copying_;
  bool syncing_ = false;
  bool selecting_ = false;
  // It got the keyboard by a key, so it shows that.
  bool came_by_key_ = false;
  Hit pressed_;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_TIMELINE_TIMELINE_VIEW_H_
