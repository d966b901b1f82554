#ifndef CONCLAVE_CLIENT_QT_UI_TIMELINE_TIMELINE_ENGINE_H_
#define CONCLAVE_CLIENT_QT_UI_TIMELINE_TIMELINE_ENGINE_H_

#include <QPoint>
#include <QRect>
#include <QSize>
#include <QString>
#include <QTimeZone>
#include <optional>

#include "client-qt/model/timeline_model.h"
#include "client-qt/ui/timeline/layout_cache.h"
#include "client-qt/ui/timeline/row_heights.h"
#include "client-qt/ui/timeline/row_plan.h"
#include "client-qt/ui/timeline/text_selection.h"

namespace conclave::desktop {

class Theme;

// Where every row of a room's story lies, which part of it is in view, and what is selected; needs no window. Row i is
// message i of the model with what is shown above it. Only rows that have been in view are laid out, the others'
// heights are guesses, as are those of texts that are still to come. Guarantee: whatever changes (rows, widths, fonts,
// heights that were guesses), the message at the top of the view stays at its pixel; unless the view was at the end,
// then it stays at the end. Confined to the GUI's thread; owned by a TimelineView.
class TimelineEngine {
 public:
  TimelineEngine(const Theme& theme, const QTimeZone& zone);

  // Null: none. The view is at the end then.
  void SetModel(const TimelineModel* model);
  // The model's signals, told by whoever owns the engine, in their order.
  void RowsInserted(int first, int last);
  void RowsRemoved(int first, int last);
  void RowsChanged(int first, int last);
  void Reset();
  // Draws the line above the first unread message after that number; nothing: no line.
  void SetUnreadAfter(std::optional<Seq> read_up_to);

  void Resize(const QSize& view);
  // Fonts or colours are others.
  void Restyle();

  [[nodiscard]] const TimelineModel* model() const { return model_; }
  [[nodiscard]] const Theme& theme() const { return theme_; }
  [[nodiscard]] const QTimeZone& zone() const { return zone_; }
  [[nodiscard]] int rows() const { return heights_.count(); }
  [[nodiscard]] QSize view() const { return view_; }

  // The y of the content at the top of the view, and the largest it can be.
  [[nodiscard]] int scroll() const { return scroll_; }
  [[nodiscard]] int max_scroll() const;
  // Within kStickyDistance of the end: new rows scroll into view.
  [[nodiscard]] bool at_end() const { return stick_; }
  void ScrollTo(int y);
  void ScrollToEnd();
  // The least scrolling that shows the row.
  void Reveal(int row);
  // The unread line a quarter below the top; the end when there is none.
  void ScrollToUnread();
  // Less than two screens of known story are above.
  [[nodiscard]] bool WantsHistory() const;

  [[nodiscard]] RowPlan Plan(int row) const;
  [[nodiscard]] std::optional<int> unread_row() const { return unread_row_; }
  // In coordinates of the view.
  [[nodiscard]] int RowAt(int y) const;
  // The last row in view; -1 when there is none.
  [[nodiscard]] int LastInView() const { return RowAt(view_.height() - 1); }
  [[nodiscard]] int RowTop(int row) const;
  [[nodiscard]] QRect RowRect(int row) const;
  // Without what is shown above the message.
  [[nodiscard]] QRect BodyRect(int row) const;
  [[nodiscard]] QPoint TextOrigin(int row) const;
  const MessageLayout& LayoutOf(int row);

  [[nodiscard]] TextPlace PlaceAt(const QPoint& point);
  [[nodiscard]] TextSelection& selection() { return selection_; }
  void SelectWordAt(const TextPlace& place);
  void SelectAll();
  [[nodiscard]] QString SelectedText() const;

 private:
  static constexpr int kStickyDistance = 40;

  // A message's top and where in the view it is.
  struct Anchor {
    int row = 0;
    int offset = 0;
  };

  [[nodiscard]] int Above(const RowPlan& plan) const;
  [[nodiscard]] int BodyTop(int row) const { return heights_.Top(row) + Above(Plan(row)); }
  [[nodiscard]] int Guess(int row) const;
  [[nodiscard]] int Measure(int row);
  [[nodiscard]] int BodyHeight(const RowPlan& plan, const Message& message, int text) const;
  [[nodiscard]] int Content() const;
  // How far the content is pushed down when it does not fill the view.
  [[nodiscard]] int Shift() const;
  bool LayOutView();
  void FindUnreadRow();
  void MarkGuess(std::optional<int> row);
  void Settle();
  void TakeAnchor();

  const Theme& theme_;
  const QTimeZone zone_;
  const TimelineModel* model_ = nullptr;
  QSize view_;
  RowHeights heights_;
  LayoutCache cache_;
  int scroll_ = 0;
  bool stick_ = true;
  Anchor anchor_;
  std::optional<Seq> unread_after_;
  std::optional<int> unread_row_;
  TextSelection selection_;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_TIMELINE_TIMELINE_ENGINE_H_
