#include "client-qt/ui/timeline/text_selection.h"

#include <QStringList>
#include <algorithm>

#include "client-qt/ui/timeline/row_plan.h"

namespace conclave::desktop {

TextRange TextSelection::RangeIn(int row, int length) const {
  if (empty() || row < first().row || row > last().row) return {};
  return {row == first().row ? first().offset : 0, row == last().row ? last().offset : length};
}

void TextSelection::RowsInserted(int first_row, int last_row) {
  for (TextPlace* place : {&anchor_, &cursor_}) {
    if (place->row >= first_row && !empty()) place->row += last_row - first_row + 1;
  }
}

void TextSelection::RowsRemoved(int first_row, int last_row) {
  if (empty()) return;
  // A selection that lost an end has lost its meaning.
  for (const TextPlace* place : {&anchor_, &cursor_}) {
    if (place->row >= first_row && place->row <= last_row) return Clear();
  }
  for (TextPlace* place : {&anchor_, &cursor_}) {
    if (place->row > last_row) place->row -= last_row - first_row + 1;
  }
}

QString TextSelection::Text(const TimelineModel& model, const QTimeZone& zone) const {
  QStringList lines;
  for (int row = first().row; row <= last().row && !empty() && row < model.rowCount(); ++row) {
    const Message& message = model.At(row);
    const QString text = message.document->PlainText();
    const TextRange range = RangeIn(row, static_cast<int>(text.size()));
    const QString piece = text.mid(range.start, range.end - range.start);
    if (first().row == last().row) return piece;
    if (piece.isEmpty()) continue;
    const QString time = QStringLiteral("[%1] ").arg(TimeOfDay(message.time, zone));
    lines.push_back(message.kind == MessageKind::kText ? time + message.author_name + QStringLiteral(": ") + piece
                                                       : time + piece);
  }
  return lines.join(u'\n');
}

}  // namespace conclave::desktop
