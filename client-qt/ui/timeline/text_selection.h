#ifndef CONCLAVE_CLIENT_QT_UI_TIMELINE_TEXT_SELECTION_H_
#define CONCLAVE_CLIENT_QT_UI_TIMELINE_TEXT_SELECTION_H_

#include <QString>
#include <QTimeZone>
#include <compare>

#include "client-qt/model/timeline_model.h"
#include "client-qt/ui/timeline/text_flow.h"

namespace conclave::desktop {

// A place in the timeline's text: between characters of one row.
struct TextPlace {
  int row = 0;
  int offset = 0;

  auto operator<=>(const TextPlace&) const = default;
};

// What is selected, over any number of messages. It keeps to its messages while rows come and go. A value.
class TextSelection {
 public:
  [[nodiscard]] bool empty() const { return anchor_ == cursor_; }
  void Clear() { anchor_ = cursor_ = {}; }
  void Start(const TextPlace& place) { anchor_ = cursor_ = place; }
  void ExtendTo(const TextPlace& place) { cursor_ = place; }

  [[nodiscard]] RowRange Rows() const { return empty() ? RowRange{} : RowRange{first().row, last().row + 1}; }
  // Of one row's text, which is so long.
  [[nodiscard]] TextRange RangeIn(int row, int length) const;

  void RowsInserted(int first, int last);
  void RowsRemoved(int first, int last);

  // Of one message the text alone; of more "[09:41] Ines Duarte: text" for each.
  [[nodiscard]] QString Text(const TimelineModel& model, const QTimeZone& zone) const;

 private:
  [[nodiscard]] TextPlace first() const { return std::min(anchor_, cursor_); }
  [[nodiscard]] TextPlace last() const { return std::max(anchor_, cursor_); }

  TextPlace anchor_;
  TextPlace cursor_;
};

}  // namespace conclave::desktop

#endif  // CONCLAVE_CLIENT_QT_UI_TIMELINE_TEXT_SELECTION_H_
